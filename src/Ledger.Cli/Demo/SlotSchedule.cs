using System.Globalization;
using Ledger.Cli.Demo.Data;

namespace Ledger.Cli.Demo;

/// <summary>
/// Which slots of the day are traded, and when the killed nodes are away. A part of the day is taken from around noon,
/// where there is most to trade. Immutable.
/// </summary>
public sealed class SlotSchedule
{
    /// <summary>Seconds in a slot.</summary>
    public const long SlotSeconds = 900;

    /// <summary>
    /// Start of the replayed day, seconds since 1970-01-01 UTC: 16 June 2017. The data set names no date; slots are
    /// named as if the homes' clocks showed UTC.
    /// </summary>
    public const long DayStart = 1_497_571_200;

    private const int SlotsAwayMin = 2;
    private const int SlotsAwayMax = 8;

    /// <summary>Takes so many slots.</summary>
    public SlotSchedule(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, HomeProfiles.SlotsPerDay);
        Count = count;
        First = (HomeProfiles.SlotsPerDay - count) / 2;
    }

    /// <summary>Number of slots.</summary>
    public int Count { get; }

    /// <summary>The first slot, 0 for the first of the day.</summary>
    public int First { get; }

    /// <summary>The slot in which the node is killed.</summary>
    public int KillSlot => First + (Count / 2);

    /// <summary>
    /// The slot before which the node is started again; behind the last when the part of the day is too short.
    /// </summary>
    public int RestartSlot => Math.Min(First + Count, KillSlot + Math.Clamp(Count / 12, SlotsAwayMin, SlotsAwayMax));

    /// <summary>
    /// The slot before which the node must have caught up, if it has not before: a quarter of the slots after it was
    /// killed, so that the rest of the day has all nodes at work.
    /// </summary>
    public int ReturnSlot => Math.Clamp(KillSlot + (Count / 4), RestartSlot, First + Count);

    /// <summary>The outage of the node that is chosen beforehand.</summary>
    public OutagePlan Outage => new(KillSlot, RestartSlot, ReturnSlot);

    /// <summary>
    /// The outage of the primary, after a quarter of the slots; it is over before the other one begins, since four nodes
    /// bear one failure at a time. Null for a single slot, which has no time for both.
    /// </summary>
    public OutagePlan? PrimaryOutage
    {
        get
        {
            if (Count == 1)
            {
                return null;
            }

            var kill = First + (Count / 4);
            var restart = Math.Min(KillSlot, kill + Math.Clamp(Count / 12, 1, SlotsAwayMax));
            return new OutagePlan(kill, restart, KillSlot);
        }
    }

    /// <summary>All slots in order.</summary>
    public IEnumerable<int> Slots => Enumerable.Range(First, Count);

    /// <summary>How the ledger names a slot: its start in seconds since 1970-01-01 UTC.</summary>
    public static long StartOf(int slot) => DayStart + (slot * SlotSeconds);

    /// <summary>The slot that the ledger names so.</summary>
    public static int SlotAt(long start) => (int)((start - DayStart) / SlotSeconds);

    /// <summary>The time at which a slot begins, <c>hh:mm</c>.</summary>
    public static string TimeOf(int slot) =>
        string.Create(CultureInfo.InvariantCulture, $"{slot / 4:00}:{slot % 4 * 15:00}");
}
