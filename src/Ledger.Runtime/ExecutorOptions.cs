using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>
/// The limits of execution. All of them decide receipts, so every node of a network has the same values; genesis says
/// which. Reaching one ends the call with <see cref="ReceiptStatus.OutOfResources"/> and a message that names the
/// limit. Immutable.
/// </summary>
public sealed record ExecutorOptions
{
    // The lifecycle contract's own keys: a collection and a hash in hexadecimal.
    private const int KeySizeLeast = 96;

    /// <summary>
    /// The member organisations; so many of them as the policy says decide about contracts, more than half about
    /// validators. 1 to 1,024
    /// different names.
    /// </summary>
    public required IReadOnlyList<string> Organisations { get; init; }

    /// <summary>
    /// How many organisations decide about contracts, until they change that by the same rule. Default: more than half.
    /// </summary>
    public ApprovalPolicy ContractPolicy { get; init; } = ApprovalPolicy.Majority;

    /// <summary>Packages that all organisations agreed to with genesis: whoever installs one activates it. At most 64.</summary>
    public IReadOnlyList<Digest> GenesisPackages { get; init; } = [];

    /// <summary>The validators of genesis, each of a member organisation.</summary>
    public required Membership Members { get; init; }

    /// <summary>
    /// What consensus works by: from its window and checkpoints follows behind which block a change of the validators
    /// comes into force.
    /// </summary>
    public ConsensusParameters Consensus { get; init; } = ConsensusParameters.Default;

    /// <summary>Longest validity window of a transaction, in blocks. Default 2,048.</summary>
    public ulong ValidityWindowMax { get; init; } = 2048;

    /// <summary>
    /// Longest key of a contract, in bytes, without the contract's name. Default 255; with the longest name it stays
    /// below <see cref="IStateView.KeySizeMax"/>.
    /// </summary>
    public int KeySizeMax { get; init; } = 255;

    /// <summary>Longest value a contract stores, in bytes. Default 64 KiB.</summary>
    public int ValueSizeMax { get; init; } = 64 * 1024;

    /// <summary>Most events of one call of a transaction, nested calls included. Default 64.</summary>
    public int EventsMax { get; init; } = 64;

    /// <summary>
    /// Longest name of an event, in bytes of UTF-8. Default 64, which is also what receipts can
    /// hold.
    /// </summary>
    public int EventNameSizeMax { get; init; } = 64;

    /// <summary>Most data of one event, in bytes. Default 64 KiB.</summary>
    public int EventDataSizeMax { get; init; } = 64 * 1024;

    /// <summary>Most bytes of names and data of all events of one call. Default 256 KiB.</summary>
    public int EventBytesMax { get; init; } = 256 * 1024;

    /// <summary>Longest encoded result of a function, in bytes. Default 1 MiB.</summary>
    public int ResultSizeMax { get; init; } = 1024 * 1024;

    /// <summary>Most puts and deletes of one transaction. Default 32,768.</summary>
    public int WritesMax { get; init; } = 32 * 1024;

    /// <summary>Most bytes of keys and values that one transaction writes. Default 8 MiB.</summary>
    public int WriteBytesMax { get; init; } = 8 * 1024 * 1024;

    /// <summary>Most reads of one call: gets, and entries that scans return. Default 200,000.</summary>
    public int ReadsMax { get; init; } = 200_000;

    /// <summary>Most bytes of keys and values that the reads of one call return. Default 64 MiB.</summary>
    public int ReadBytesMax { get; init; } = 64 * 1024 * 1024;

    /// <summary>Most contracts on the stack of one call, the first included. Default 8.</summary>
    public int CallDepthMax { get; init; } = 8;

    /// <summary>Most calls between contracts within one call of a transaction. Default 16,384.</summary>
    public int NestedCallsMax { get; init; } = 16 * 1024;

    /// <summary>Gas, memory, stack and the size of packages, as genesis states them.</summary>
    public ExecutionLimits Limits { get; init; } = ExecutionLimits.Default;

    /// <summary>Most bytes that a block writes to state, events and results together. Default 64 MiB.</summary>
    public int BlockBytesMax { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// Bytes of read values that one batch keeps before it lets go of those it did not write. Default 64 MiB. The only
    /// option here that decides nothing but speed.
    /// </summary>
    public int ReadCacheBytesMax { get; init; } = 64 * 1024 * 1024;

    /// <summary>Checks the values and their relations.</summary>
    /// <exception cref="ArgumentException">One of them is out of its range; the message names it.</exception>
    public void Validate()
    {
        Require(Organisations.Count is > 0 and <= 1024, nameof(Organisations));
        var organisations = new HashSet<string>(Organisations, StringComparer.Ordinal);
        Require(organisations.Count == Organisations.Count, nameof(Organisations));
        Require(ContractPolicy.CanBeMet(Organisations.Count), nameof(ContractPolicy));
        Require(GenesisPackages.Count <= 64, nameof(GenesisPackages));
        Require(Members.Validators.All(v => organisations.Contains(v.Organisation)), nameof(Members));
        Consensus.Validate();
        Limits.Validate();
        Require(
            KeySizeMax is >= KeySizeLeast and <= IStateView.KeySizeMax - ContractCall.ContractSizeMax - 1,
            nameof(KeySizeMax));
        Require(ValueSizeMax is > 0 and <= IStateView.ValueSizeMax, nameof(ValueSizeMax));
        Require(EventNameSizeMax is > 0 and <= 64, nameof(EventNameSizeMax));
        Require(EventsMax >= 0, nameof(EventsMax));
        Require(EventDataSizeMax >= 0, nameof(EventDataSizeMax));
        Require(EventBytesMax >= 0, nameof(EventBytesMax));
        Require(ResultSizeMax > 0, nameof(ResultSizeMax));
        Require(WritesMax > 0, nameof(WritesMax));
        Require(WriteBytesMax > 0, nameof(WriteBytesMax));
        Require(ReadsMax > 0, nameof(ReadsMax));
        Require(ReadBytesMax > 0, nameof(ReadBytesMax));
        Require(CallDepthMax is > 0 and <= 64, nameof(CallDepthMax));
        Require(NestedCallsMax >= 0, nameof(NestedCallsMax));
        Require(BlockBytesMax > 0, nameof(BlockBytesMax));
        Require(ReadCacheBytesMax >= 0, nameof(ReadCacheBytesMax));
    }

    private static void Require(bool holds, string name)
    {
        if (!holds)
        {
            throw new ArgumentException($"{name} is out of range", name);
        }
    }
}
