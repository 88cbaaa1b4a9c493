using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>
/// Which changes were decided lately by one side alone (a rejoin by the validator, a rotation by its organisation), so that
/// nobody keeps the others from changing the members by taking every turn. Entries older than the limit are left out, and
/// every change keeps the next one waiting for a window, so there are never more than <see cref="WindowsBetween"/>.
/// Immutable. Encoded: version u8 = 1, count, then function, a blank and the validator's name text, height u64 each, in
/// order of the heights.
/// </summary>
/// <param name="Entries">What was decided, and in which blocks, ascending.</param>
internal sealed record SoloDecisionLog(IReadOnlyList<(string Decision, ulong Height)> Entries)
{
    /// <summary>Windows of heights between two changes of one kind for one validator.</summary>
    public const int WindowsBetween = 8;

    private const byte Version = 1;

    // The function's name and a blank stand before the validator's.
    private const int DecisionSizeMax = Membership.NameSizeMax + 16;

    /// <summary>First height at which the same may be decided again.</summary>
    public ulong FreeFrom(string function, string validator, ConsensusParameters consensus)
    {
        foreach (var (decision, height) in Entries)
        {
            if (decision == $"{function} {validator}")
            {
                return height + Distance(consensus);
            }
        }

        return 0;
    }

    /// <summary>
    /// The log with a decision more, at or above its <see cref="FreeFrom"/>, and without what no longer limits anyone.
    /// </summary>
    public SoloDecisionLog With(string function, string validator, ulong height, ConsensusParameters consensus)
    {
        var entries = new List<(string, ulong)>();
        foreach (var entry in Entries)
        {
            if (entry.Height + Distance(consensus) > height)
            {
                entries.Add(entry);
            }
        }

        entries.Add(($"{function} {validator}", height));
        RuntimeInvariantException.Check(entries.Count <= WindowsBetween, "a change takes a window");
        return new SoloDecisionLog(entries);
    }

    public byte[] Encode()
    {
        var writer = new CanonicalWriter().U8(Version).Count(Entries.Count);
        foreach (var (decision, height) in Entries)
        {
            writer.Text(decision).U64(height);
        }

        return writer.ToArray();
    }

    /// <summary>Reads what the membership contract stored.</summary>
    /// <exception cref="RuntimeInvariantException">The bytes are something else.</exception>
    public static SoloDecisionLog Decode(byte[]? bytes)
    {
        if (bytes == null)
        {
            return new SoloDecisionLog([]);
        }

        var reader = new CanonicalReader(bytes);
        var version = reader.U8();
        var entries = new (string, ulong)[reader.Count(12, WindowsBetween)];
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = (reader.Text(DecisionSizeMax), reader.U64());
        }

        RuntimeInvariantException.Check(
            reader.IsComplete && version == Version, "the state's record of solo decisions is well formed");
        return new SoloDecisionLog(entries);
    }

    private static ulong Distance(ConsensusParameters consensus) => (ulong)WindowsBetween * (ulong)consensus.WindowSize;
}
