using Ledger.Chaincode;

namespace Ledger.Contracts.Market.Zones;

/// <summary>
/// Zones joined by links without loops: a forest. Each tree hangs on its first zone; <see cref="Order"/> lists parents
/// before children. Immutable.
/// </summary>
public sealed class ZoneNetwork
{
    /// <summary>Most zones.</summary>
    public const int ZonesMax = 1_024;

    private readonly int[] _byName;

    /// <summary>Roots the trees; O(z log z).</summary>
    /// <param name="zones">Unique names.</param>
    /// <param name="links">Links between them.</param>
    /// <exception cref="ContractRejection">A name comes twice, a limit is negative, or the links make a loop.</exception>
    public ZoneNetwork(string[] zones, ZoneLink[] links)
    {
        Require(zones.Length <= ZonesMax, "there are at most 1024 zones");
        Zones = zones;
        Links = links;
        _byName = new int[zones.Length];
        for (var i = 0; i < zones.Length; i++)
        {
            _byName[i] = i;
        }

        MergeSort.Sort(_byName, new ByName(zones));
        for (var i = 1; i < zones.Length; i++)
        {
            Require(zones[_byName[i - 1]] != zones[_byName[i]], "zone " + zones[_byName[i]] + " comes twice");
        }

        foreach (var link in links)
        {
            Require(
                link.LimitForthWh >= 0 && link.LimitBackWh >= 0, "link " + link.Id + " has a negative limit");
        }

        ParentLink = new int[zones.Length];
        Order = new int[zones.Length];
        Root();
    }

    /// <summary>Names of the zones.</summary>
    public string[] Zones { get; }

    /// <summary>The links.</summary>
    public ZoneLink[] Links { get; }

    /// <summary>Index of the link to each zone's parent, -1 for roots.</summary>
    public int[] ParentLink { get; }

    /// <summary>All zones, parents before children.</summary>
    public int[] Order { get; }

    /// <summary>No zones.</summary>
    public static ZoneNetwork Empty() => new(new string[0], new ZoneLink[0]);

    /// <summary>Index of a zone, or -1.</summary>
    public int Find(string zone)
    {
        var low = 0;
        var high = _byName.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = Ordinal.Compare(Zones[_byName[middle]], zone);
            if (order == 0)
            {
                return _byName[middle];
            }

            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }

        return -1;
    }

    /// <summary>The zone at the other end of the link to a zone's parent.</summary>
    public int ParentOf(int zone)
    {
        var link = Links[ParentLink[zone]];
        return link.A == zone ? link.B : link.A;
    }

    private static void Require(bool holds, string flaw)
    {
        if (!holds)
        {
            throw new ContractRejection(flaw);
        }
    }

    private void Root()
    {
        var seen = new bool[Zones.Length];
        var used = new bool[Links.Length];
        var count = 0;
        for (var root = 0; root < Zones.Length; root++)
        {
            if (seen[root])
            {
                continue;
            }

            seen[root] = true;
            ParentLink[root] = -1;
            Order[count] = root;
            var next = count;
            count++;
            for (; next < count; next++)
            {
                count = AddChildren(Order[next], count, seen, used);
            }
        }
    }

    private int AddChildren(int zone, int count, bool[] seen, bool[] used)
    {
        for (var i = 0; i < Links.Length; i++)
        {
            var link = Links[i];
            if (used[i] || (link.A != zone && link.B != zone))
            {
                continue;
            }

            var other = link.A == zone ? link.B : link.A;
            Require(!seen[other], "link " + link.Id + " closes a loop; zones are joined without loops");
            used[i] = true;
            seen[other] = true;
            ParentLink[other] = i;
            Order[count] = other;
            count++;
        }

        return count;
    }

    private sealed class ByName : IPrecedence
    {
        private readonly string[] _names;

        public ByName(string[] names)
        {
            _names = names;
        }

        public bool Precedes(int left, int right) => Ordinal.Compare(_names[left], _names[right]) < 0;
    }
}
