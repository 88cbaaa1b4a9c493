using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>What a <see cref="LocalLedger"/> begins with. Immutable.</summary>
public sealed record LocalLedgerOptions
{
    /// <summary>Most packages at genesis.</summary>
    public const int PackagesMax = 64;

    /// <summary>
    /// The assemblies whose contracts are there from the first block on, agreed on by all organisations at genesis. The same
    /// checks await them as on a network.
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Packages { get; init; } = [];

    /// <summary>
    /// The member organisations, 1 to 1,024 names; each has an account <c>admin</c> with the attribute role = admin. Default
    /// cell1 to cell4.
    /// </summary>
    public IReadOnlyList<string> Organisations { get; init; } = ["cell1", "cell2", "cell3", "cell4"];

    /// <summary>Ledger time at the beginning, milliseconds since 1970-01-01 UTC. Default 2024-01-01.</summary>
    public ulong TimeMilliseconds { get; init; } = 1_704_067_200_000;

    /// <summary>
    /// Changes the limits from a network's defaults, to see how a contract takes them; organisations and members stay as they
    /// are here.
    /// </summary>
    public Func<ExecutorOptions, ExecutorOptions>? Limits { get; init; }

    /// <summary>
    /// Keeps the packages in memory; several ledgers that share it check and load a package once. A new one when null.
    /// </summary>
    public ContractHost? Host { get; init; }

    /// <summary>
    /// Checks the signatures that contracts ask about; when null, such a contract stops the test with an exception.
    /// </summary>
    public IEd25519Verifier? Verifier { get; init; }
}
