using Ledger.Cli.Demo;
using Ledger.Cli.Demo.Checks;
using Ledger.Cli.Demo.ReadBack;

namespace Ledger.Cli.Tests.Demo;

/// <summary>
/// A run of two homes and one slot in which everything adds up, worked out by hand: home 1 sold 300 Wh to home 2 at 0.2
/// ¤/kWh, home 2 bought 100 Wh more from the grid at 0.3, and both kept to it. Tests break it in one place.
/// </summary>
internal static class ExampleRun
{
    public const string Seller = "cell1/home-01";
    public const string Buyer = "cell2/home-02";

    private const long Start = 50_000_000_000;
    private const long Earned = 300 * 200_000;
    private const long FromGrid = 100 * 300_000;

    public static long SlotStart { get; } = SlotSchedule.StartOf(48);

    public static BillFacts SellerBill { get; } = new(0, 300, 0, 0, 300, 0, Earned, 0, 0, 300 * 80_000, Earned, 0);

    public static BillFacts BuyerBill { get; } =
        new(300, 0, 100, 0, -400, 0, -Earned, -FromGrid, 0, -400 * 300_000, -Earned - FromGrid, 0);

    public static RunFacts Run { get; } = new(
        1, 2, new OutageResult("node4", 10, 11, 19, 19, TimeSpan.FromSeconds(2)), true, "PermissionDenied: no")
    {
        PrimaryOutage = new OutageResult("node1", 3, 4, 9, 9, TimeSpan.FromSeconds(3))
        {
            Gap = TimeSpan.FromMilliseconds(1_234.5),
        },
    };

    public static SlotFacts Slot { get; } = new()
    {
        Start = SlotStart,
        TradedWh = 300,
        GridImportWh = 100,
        GridExportWh = 0,
        DueToGridNano = FromGrid,
        ReceivedByGridNano = FromGrid,
        DeviationWh = 0,
        DayAheadMicro = 200_000,
        Bills = new Dictionary<string, BillFacts> { [Seller] = SellerBill, [Buyer] = BuyerBill },
    };

    public static LedgerFacts Ledger { get; } = new()
    {
        Nodes =
        [
            new NodeFacts("node1", 20, Hash('a'), Hash('b'), false, "one"),
            new NodeFacts("node4", 20, Hash('a'), Hash('b'), true, "four"),
        ],
        Chains = [Chain("node1"), Chain("node4")],
        Slots = [Slot],
        Homes =
        [
            new HomeFacts(Seller, "pv", SellerBill, Start + Earned, Start, Earned, 2, 2),
            new HomeFacts(Buyer, "pv", BuyerBill, Start - Earned - FromGrid, Start, -Earned - FromGrid, 2, 2),
        ],
        Money = new MoneyFacts(2 * Start, 0, 2 * Start, FromGrid, 0, 2 * Start),
    };

    public static ChainFacts Chain(string node) => new()
    {
        Node = node,
        Height = 20,
        HeaderHash = Hash('a'),
        StateRoot = Hash('b'),
        Transactions = 42,
        Calls = 45,
        Failures = [],
        Cleared = new Dictionary<long, ClearedFacts> { [SlotStart] = new(300, 200_000) },
        Settled = new Dictionary<long, SettledFacts> { [SlotStart] = new(300, 100, 0, FromGrid) },
        MeteredWh = new Dictionary<long, long> { [SlotStart] = -100 },
    };

    public static LedgerFacts WithSlot(SlotFacts slot) => Ledger with { Slots = [slot] };

    public static LedgerFacts WithChain(ChainFacts first) => Ledger with { Chains = [first, Ledger.Chains[1]] };

    public static LedgerFacts WithSeller(HomeFacts seller) => Ledger with { Homes = [seller, Ledger.Homes[1]] };

    public static SlotFacts SlotWith(BillFacts seller) =>
        Slot with { Bills = new Dictionary<string, BillFacts> { [Seller] = seller, [Buyer] = BuyerBill } };

    private static string Hash(char digit) => new(digit, 64);
}
