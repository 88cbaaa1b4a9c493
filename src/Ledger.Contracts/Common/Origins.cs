using Ledger.Chaincode;

namespace Ledger.Contracts;

/// <summary>Where energy comes from (M12), by name and by a number that is stored. Pure.</summary>
public static class Origins
{
    /// <summary>Number of origins.</summary>
    public const int Count = 6;

    /// <summary>All origins together as a set: no preference.</summary>
    public const int Any = (1 << Count) - 1;

    /// <summary>Name of an origin, 0 to <see cref="Count"/> - 1.</summary>
    public static string NameOf(int origin) => origin switch
    {
        0 => "pv",
        1 => "wind",
        2 => "chp",
        3 => "hydro",
        4 => "storage",
        _ => "grid",
    };

    /// <summary>The origin of a name, or -1.</summary>
    public static int Find(string name)
    {
        for (var i = 0; i < Count; i++)
        {
            if (NameOf(i) == name)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The origin of a name; rejects when there is none.</summary>
    public static int Require(CallContext context, string name)
    {
        var origin = Find(name);
        context.Require(origin >= 0, "an origin is pv, wind, chp, hydro, storage or grid");
        return origin;
    }

    /// <summary>The set (one bit for each origin) of several names; no name means any origin.</summary>
    public static int RequireSet(CallContext context, string[] names)
    {
        var set = 0;
        foreach (var name in names)
        {
            set |= 1 << Require(context, name);
        }

        return set == 0 ? Any : set;
    }

    /// <summary>The names of a set, in the order of their numbers.</summary>
    public static string[] NamesOf(int set)
    {
        var names = new List<string>();
        for (var i = 0; i < Count; i++)
        {
            if (((set >> i) & 1) == 1)
            {
                names.Add(NameOf(i));
            }
        }

        return names.ToArray();
    }

    /// <summary>The set of origins that an asset of a type can have; 0 for one that feeds nothing in.</summary>
    public static int OfAssetType(string assetType) => assetType switch
    {
        "pv" => 1,
        "wind" => 2,
        "chp" => 4,
        "hydro" => 8,
        "battery" or "ev" => 16,
        "pv-battery" or "pv-ev" or "pv-battery-ev" => 17,
        _ => 0,
    };

    /// <summary>The lowest origin of a set that is not empty.</summary>
    public static int First(int set)
    {
        var origin = 0;
        while (((set >> origin) & 1) == 0)
        {
            origin++;
        }

        return origin;
    }
}
