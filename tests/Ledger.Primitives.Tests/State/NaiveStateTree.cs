namespace Ledger.Primitives.Tests;

/// <summary>The state tree as docs/protocol.md words it: recursion over a list of entries, nothing kept, nothing fast.</summary>
internal static class NaiveStateTree
{
    public static Digest Root(IReadOnlyList<(Digest Path, Digest ValueHash)> entries, int depth = 0)
    {
        switch (entries.Count)
        {
            case 0:
                return Digest.Zero;
            case 1:
                return Digest.Of([0, .. entries[0].Path.ToArray(), .. entries[0].ValueHash.ToArray()]);
            default:
                var left = Root(Side(entries, depth, 0), depth + 1);
                var right = Root(Side(entries, depth, 1), depth + 1);
                return Digest.Of([1, .. left.ToArray(), .. right.ToArray()]);
        }
    }

    public static StateProof Prove(IReadOnlyList<(Digest Path, Digest ValueHash)> entries, Digest path)
    {
        var siblings = new List<Digest>();
        while (entries.Count > 1)
        {
            var bit = BitOf(path, siblings.Count);
            var sibling = Root(Side(entries, siblings.Count, 1 - bit), siblings.Count + 1);
            entries = Side(entries, siblings.Count, bit);
            siblings.Add(sibling);
        }

        return entries.Count == 1 && entries[0].Path != path
            ? new StateProof(siblings, entries[0].Path, entries[0].ValueHash)
            : new StateProof(siblings, null, default);
    }

    private static List<(Digest Path, Digest ValueHash)> Side(
        IReadOnlyList<(Digest Path, Digest ValueHash)> entries, int depth, int bit) =>
        [.. entries.Where(e => BitOf(e.Path, depth) == bit)];

    private static int BitOf(Digest path, int index) => (path.ToArray()[index / 8] >> (7 - (index % 8))) & 1;
}
