namespace Ledger.Primitives;

/// <summary>
/// Who certifies which block, as the world state says it: the record under <see cref="StateKey"/>. A change is decided
/// at one height and comes into force behind another, so far above that no replica can have voted there without knowing
/// of it. Without a record the membership of genesis holds. Immutable. Encoded: version u8 = 1, since u64, members;
/// change bool, then after u64, members.
/// </summary>
/// <param name="Since">Base of the epoch of <paramref name="Current"/>; 0 for genesis.</param>
/// <param name="Current">The membership above <paramref name="Since"/>.</param>
/// <param name="Change">What follows; null when nothing is decided. Stays when it has come into force.</param>
public sealed record MembershipSchedule(SequenceNumber Since, Membership Current, MembershipChange? Change)
{
    /// <summary>Name of the system contract that keeps the record.</summary>
    public const string Contract = "membership";

    private const byte Version = 1;

    /// <summary>The record's whole key in the world state.</summary>
    public static ReadOnlySpan<byte> StateKey => "membership\0schedule\0"u8;

    /// <summary>The schedule of a chain that has never changed its members.</summary>
    public static MembershipSchedule Genesis(Membership membership) => new(default, membership, null);

    /// <summary>What a state says; the genesis schedule when it says nothing.</summary>
    /// <exception cref="InvalidDataException">The record is malformed: the state is not one that executions made.</exception>
    public static MembershipSchedule Read(IStateView state, Membership genesis)
    {
        if (state.Get(StateKey) is not { } bytes)
        {
            return Genesis(genesis);
        }

        return TryDecode(bytes) ?? throw new InvalidDataException("the state's record of the membership is malformed");
    }

    /// <summary>Who certifies the block at a height; at or above <see cref="Since"/>.</summary>
    public Membership At(SequenceNumber height) => Change is { } change && height > change.After ? change.Next : Current;

    /// <summary>Base of the epoch that a height belongs to.</summary>
    public SequenceNumber BaseAt(SequenceNumber height) =>
        Change is { } change && height > change.After ? change.After : Since;

    /// <summary>The epoch that a height belongs to.</summary>
    /// <param name="chainId">The chain.</param>
    /// <param name="height">The height; above <see cref="Since"/>.</param>
    /// <param name="headerHashAt">Hash of the header at the epoch's base, when that is not genesis.</param>
    public Epoch EpochAt(Digest chainId, SequenceNumber height, Func<SequenceNumber, Digest> headerHashAt)
    {
        var start = BaseAt(height);
        return new Epoch(chainId, start, start.Value == 0 ? chainId : headerHashAt(start), At(height));
    }

    /// <summary>The change that is still to come for whoever stands at a height: null when none is, or it is in force.</summary>
    public MembershipChange? PendingAt(SequenceNumber height) =>
        Change is { } change && height <= change.After ? change : null;

    /// <summary>The record's bytes.</summary>
    public byte[] Encode()
    {
        var writer = Current.Encode(new CanonicalWriter(1024).U8(Version).U64(Since.Value)).Bool(Change != null);
        if (Change is { } change)
        {
            change.Next.Encode(writer.U64(change.After.Value));
        }

        return writer.ToArray();
    }

    /// <summary>Reads a record.</summary>
    /// <returns>Null when the bytes are something else.</returns>
    public static MembershipSchedule? TryDecode(ReadOnlySpan<byte> bytes)
    {
        var reader = new CanonicalReader(bytes);
        var version = reader.U8();
        var since = new SequenceNumber(reader.U64());
        var current = Membership.Decode(ref reader);
        MembershipChange? change = null;
        if (reader.Bool())
        {
            var after = new SequenceNumber(reader.U64());
            var next = Membership.Decode(ref reader);
            change = next == null ? null : new MembershipChange(after, next);
        }

        return reader.IsComplete && version == Version ? new MembershipSchedule(since, current!, change) : null;
    }
}
