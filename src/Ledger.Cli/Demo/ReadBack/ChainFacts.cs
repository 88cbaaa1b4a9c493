namespace Ledger.Cli.Demo.ReadBack;

/// <summary>What the certified blocks of one node hold. Slots are named as the ledger names them. Immutable.</summary>
public sealed record ChainFacts
{
    /// <summary>The node that served them.</summary>
    public required string Node { get; init; }

    /// <summary>
    /// The first thing that does not hold about the chain; null when every block is certified and follows the one
    /// before.
    /// </summary>
    public string? Flaw { get; init; }

    /// <summary>Height of the last block that was read.</summary>
    public required ulong Height { get; init; }

    /// <summary>Hash of its header, which stands for all blocks before it; hexadecimal.</summary>
    public required string HeaderHash { get; init; }

    /// <summary>The state root in it, hexadecimal.</summary>
    public required string StateRoot { get; init; }

    /// <summary>Transactions in the blocks.</summary>
    public required int Transactions { get; init; }

    /// <summary>Calls in the transactions.</summary>
    public required int Calls { get; init; }

    /// <summary>Those whose receipt is not Ok, in words.</summary>
    public required IReadOnlyList<string> Failures { get; init; }

    /// <summary>Events of clearing by slot.</summary>
    public required IReadOnlyDictionary<long, ClearedFacts> Cleared { get; init; }

    /// <summary>Events of settlement by slot.</summary>
    public required IReadOnlyDictionary<long, SettledFacts> Settled { get; init; }

    /// <summary>Export minus import of all signed readings together, in Wh by slot.</summary>
    public required IReadOnlyDictionary<long, long> MeteredWh { get; init; }
}
