using System.Globalization;

namespace Ledger.Storage.Tests;

/// <summary>What the killed processes have acknowledged, line by line.</summary>
internal sealed class CrashModel
{
    /// <summary>The newest height whose vote is on the disk.</summary>
    public ulong Vote { get; private set; }

    /// <summary>The newest block that is on the disk.</summary>
    public ulong Synced { get; private set; }

    /// <summary>The newest block that was written; only a power cut may take back those above the synced one.</summary>
    public ulong Written { get; private set; }

    /// <summary>The lowest block that must be gone.</summary>
    public ulong Lowest { get; private set; } = 1;

    /// <summary>The highest block that may be gone.</summary>
    public ulong LowestMax { get; private set; } = 1;

    /// <summary>Heights of the backups that are finished.</summary>
    public List<ulong> Backups { get; } = [];

    /// <summary>The newest log after the last synced write, and its size then.</summary>
    public (string Name, long Size) Log { get; private set; } = ("", 0);

    /// <summary>From where on the history of some keys is kept at least, and at most.</summary>
    public ulong Prefix { get; private set; }

    /// <summary>See <see cref="Prefix"/>.</summary>
    public ulong PrefixMax { get; private set; }

    /// <summary>Takes a line such as <c>block 12 000031.log 4096</c>.</summary>
    public void Hear(string line)
    {
        var parts = line.Split(' ');
        var height = ulong.Parse(parts[1], CultureInfo.InvariantCulture);
        switch (parts[0])
        {
            case "written":
                Written = height;
                return;
            case "pruning":
                LowestMax = height;
                return;
            case "prefixing":
                PrefixMax = height;
                return;
            case "saving":
                return;
            case "open":
                Written = height;
                break;
            case "vote":
                // The log is one: a synced vote syncs all blocks before it.
                Vote = height;
                Synced = Written;
                break;
            case "block":
                Synced = Written = height;
                break;
            case "pruned":
                Lowest = height;
                Synced = Written;
                break;
            case "prefixed":
                Prefix = height;
                Synced = Written;
                break;
            case "saved":
                Backups.Add(height);
                Synced = Written;
                break;
        }

        Log = (parts[2], long.Parse(parts[3], CultureInfo.InvariantCulture));
    }

    /// <summary>What was written and not synced is lost.</summary>
    public void Restarted(ulong height, ulong vote, ulong lowest)
    {
        (Written, Vote, Lowest) = (height, vote, lowest);
        LowestMax = Math.Max(LowestMax, lowest);
    }
}
