using Ledger.Identity;
using Ledger.Primitives;

namespace Ledger.Client;

/// <summary>Whom to talk to, as whom, on which chain, and within which bounds. Immutable.</summary>
public sealed record LedgerClientOptions
{
    /// <summary>The node, <c>https://host:port</c>.</summary>
    public required Uri Node { get; init; }

    /// <summary>
    /// More nodes: asked by <see cref="LedgerClient.CallQuorumAsync"/>, and for a transaction when the node before is away or
    /// is no validator at present. At most 63.
    /// </summary>
    public IReadOnlyList<Uri> OtherNodes { get; init; } = [];

    /// <summary>Who signs, and the certificate for TLS. The client does not dispose of it.</summary>
    public required DeviceIdentity Identity { get; init; }

    /// <summary>
    /// The network's genesis: names the organisations whose nodes are talked to and the first validators; from these on,
    /// certified changes lead to the later ones.
    /// </summary>
    public required GenesisDocument Genesis { get; init; }

    /// <summary>SHA-256 of the genesis file.</summary>
    public required Digest ChainId { get; init; }

    /// <summary>How long connecting may take, TLS included; 5 s by default.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait for an answer that needs no consensus; 10 s by default.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Longest wait for finality, repetitions included; 25 s by default (a node answers after 30 s at the latest).
    /// </summary>
    public TimeSpan FinalityTimeout { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>
    /// How often one transaction's same bytes are sent again when a node could not be reached, to the next node each time;
    /// 5 by default.
    /// </summary>
    public int RetriesMax { get; init; } = 5;

    /// <summary>
    /// Pause before the first repetition; it doubles each time, up to <see cref="RetryPauseMax"/>. 50 ms by default.
    /// </summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Longest pause between repetitions; 2 s by default.</summary>
    public TimeSpan RetryPauseMax { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Blocks that a new transaction stays valid; 0, the default, takes all that the network allows
    /// (<see cref="GenesisDocument.ValidityWindowBlocks"/>).
    /// </summary>
    public int ValidityBlocks { get; init; }

    /// <summary>
    /// After so long without news of the height the node is asked again before the next transaction; 5 s by default.
    /// </summary>
    public TimeSpan HeightAgeMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Largest answer accepted, in bytes; 12 MiB by default, room for the largest block.</summary>
    public int AnswerBytesMax { get; init; } = 12 * 1024 * 1024;

    /// <summary>The clock for timeouts and for judging the server's certificate.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        RequireHttps(Node);
        foreach (var node in OtherNodes)
        {
            RequireHttps(node);
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(OtherNodes.Count, Membership.ValidatorsMax - 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ConnectTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(CallTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(FinalityTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(RetryPause, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(RetryPauseMax, RetryPause);
        ArgumentOutOfRangeException.ThrowIfLessThan(HeightAgeMax, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(RetriesMax);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(RetriesMax, 100);
        ArgumentOutOfRangeException.ThrowIfNegative(ValidityBlocks);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ValidityBlocks, Genesis.ValidityWindowBlocks);
        ArgumentOutOfRangeException.ThrowIfLessThan(AnswerBytesMax, 64 * 1024);
    }

    private static void RequireHttps(Uri node)
    {
        if (!node.IsAbsoluteUri || node.Scheme != Uri.UriSchemeHttps || node.AbsolutePath != "/")
        {
            throw new ArgumentException($"a node's address is https://host:port, not '{node}'");
        }
    }
}
