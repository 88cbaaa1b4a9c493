using Ledger.Contracts.Tests.Harness;

namespace Ledger.Contracts.Tests;

/// <summary>Bilateral trades of four signatures (M2, M11, M13, M14, M15), kept and broken.</summary>
public sealed class TradingContractTests
{
    private const long Slot = SmallGrid.Start;
    private const long Price = 200_000;
    private const long Fee = 15_000;
    private const long Collateral = 1_000 * Price / 5;
    private const long Start = SmallGrid.Endowment;

    private readonly SmallGrid _grid = new();
    private readonly TestCaller _lpd = new("cell-a/lpd", "role=lpd");

    public TradingContractTests()
    {
        Submit(
            _grid.Dso, "registry", "registerFeeder", "mg", new[] { "b0", "b1", "b2", "b3" }, 400_000L, 400_000L,
            900_000L, 1_100_000L, 0L);
        Submit(
            _grid.Dso, "registry", "setLines", "mg", new[] { "L1", "L2", "L3" }, new[] { "b0", "b1", "b0" },
            new[] { "b1", "b2", "b2" }, new[] { 1L, 1L, 1L }, new[] { 1L, 1L, 1L }, new long[3],
            new[] { 20_000L, 10_000L, 40_000L }, new long[3]);
        Submit(_lpd, "trading", "setTerms", "mg", "wires/dso", 300_000L, 60_000L, 2_000L, 0L, 5_000L);
        Submit(_grid.Bank, "wallet", "issue", _lpd.Account, Start);
        _grid.Ledger.Now = Slot - 3_600;
    }

    [Fact]
    public void A_kept_contract_pays_burns_and_certifies_in_one_moment()
    {
        SignedTrade();
        Assert.Equal([1, 15, Slot, 1_000, Price, Fee, Collateral, Collateral, 0, 0], Trade());
        Assert.Equal((1_000 * (Price + Fee)) + (2 * Collateral), Escrow());
        Deliver(1_000, 1_000);
        Assert.Equal("fulfilled", Outcome());
        Assert.Equal(0, Escrow());
        Assert.Equal(Start + (1_000 * Price), _grid.Balance("cell-a/home0"));
        Assert.Equal(Start - (1_000 * (Price + Fee)), _grid.Balance("cell-a/home2"));
        Assert.Equal((1_000 * Fee, Start), (_grid.Balance("wires/dso"), _grid.Balance(_lpd.Account)));
        Assert.Equal([0, 0, 1_000, 0], Tokens());
        Assert.Equal([0], _grid.Ledger.Query(_grid.Bank, "certificates", "owned", "cell-a/home2", 0L).Longs());
        Assert.Equal("trade t is settled, not in force", Refused(_grid.Homes[0], "settle", "t"));
    }

    [Fact]
    public void A_seller_that_does_not_deliver_forfeits_and_the_buyer_is_untouched()
    {
        SignedTrade();
        Deliver(400, 1_000);
        Assert.Equal("seller-short", Outcome());
        const long Forfeit = 600 * (300_000 - Price);
        Assert.Equal(Start - (1_000 * (Price + Fee)), _grid.Balance("cell-a/home2"));
        var paid = Math.Min(Forfeit, Collateral);
        Assert.Equal(Start + (400 * Price) - paid, _grid.Balance("cell-a/home0"));
        Assert.Equal(Start + (600 * Price) + paid, _grid.Balance(_lpd.Account));
        Assert.Equal(Forfeit - paid, Debt("cell-a/home0"));
        Assert.Equal([0, 0, 400, 600], Tokens());
        Assert.Contains(_grid.Ledger.Events, e => e.Name == "correctiveAction");

        // Who owes the distributor trades no more until it has paid.
        Offer("o2", Slot + 9_000, 100);
        Assert.Equal(
            $"account cell-a/home0 owes {Forfeit - paid} to cell-a/lpd", Refused(_grid.Homes[2], "take", "t2", "o2", 100L));
        Submit(_grid.Homes[0], "trading", "payDebt", _lpd.Account, Forfeit - paid);
        Submit(_grid.Homes[2], "trading", "take", "t2", "o2", 100L);
        Conserved();
    }

    [Fact]
    public void A_buyer_that_does_not_take_forfeits_and_the_seller_is_untouched()
    {
        SignedTrade();
        Deliver(1_000, 250);
        Assert.Equal("buyer-short", Outcome());
        Assert.Equal(Start + (1_000 * Price), _grid.Balance("cell-a/home0"));
        const long Forfeit = 750 * (Price - 60_000);
        var paid = Math.Min(Forfeit, Collateral);
        Assert.Equal(Start - (250 * (Price + Fee)) - paid, _grid.Balance("cell-a/home2"));
        Assert.Equal(Forfeit - paid, Debt("cell-a/home2"));
        Conserved();
    }

    [Fact]
    public void When_both_fail_alike_nobody_forfeits()
    {
        SignedTrade();
        Deliver(300, 300);
        Assert.Equal("both-short", Outcome());
        Assert.Equal(Start + (300 * Price), _grid.Balance("cell-a/home0"));
        Assert.Equal(Start - (300 * (Price + Fee)), _grid.Balance("cell-a/home2"));
        Assert.Equal((0, 0), (Debt("cell-a/home0"), Debt("cell-a/home2")));
        Assert.Equal([0, 0, 300, 700], Tokens());
        Conserved();
    }

    [Fact]
    public void A_trade_is_in_force_only_when_all_four_have_signed_before_the_slot()
    {
        Offer("o", Slot, 1_000);
        Submit(_grid.Homes[2], "trading", "take", "t", "o", 1_000L);
        Submit(_grid.Homes[0], "trading", "sign", "t");
        Submit(_grid.Dso, "trading", "sign", "t");
        Assert.Equal("trade t is already signed by the caller", Refused(_grid.Dso, "sign", "t"));
        Assert.Equal("account cell-a/home3 is no party of trade t", Refused(_grid.Homes[3], "sign", "t"));
        Assert.Equal("account cell-a/home3 is no party of trade t", Refused(_grid.Homes[3], "decline", "t"));
        Assert.Equal("trade t is being signed, not in force", Refused(_grid.Homes[2], "settle", "t"));
        _grid.Ledger.Now = Slot;
        Assert.Equal("LATE: slot 1700000100 of trade t has begun", Refused(_lpd, "sign", "t"));
        Submit(_grid.Homes[3], "trading", "decline", "t");
        Assert.Equal((0, Start, Start), (Escrow(), _grid.Balance("cell-a/home0"), _grid.Balance("cell-a/home2")));
        Assert.Equal([0, 0, 0, 0], Tokens());
        Assert.Equal(
            [0, 0], _grid.Ledger.Query(_grid.Bank, "tokens", "promised", "cell-a/home0", Slot).Longs());
        Assert.Equal("trade t is void, not being signed", Refused(_lpd, "sign", "t"));
    }

    [Fact]
    public void Offers_are_taken_as_the_rules_say()
    {
        Submit(
            _grid.Homes[0], "trading", "offer", "o", Slot, "pv", 1_000L, Price, 400L, Slot - 1_000, "cell-a/home2");
        Assert.Equal("DUPLICATE_ID: there is already an offer o", RefusedOffer("o", "pv", 1));
        Assert.Equal("OVER_CAPACITY: 4000 of 5000 Wh are left in slot 1700000100", RefusedOffer("x", "pv", 4_001));
        Assert.Equal("asset A0 is of type pv and feeds in no wind", RefusedOffer("x", "wind", 1));
        Assert.Equal("BAD_QTY: a quantity is positive", RefusedOffer("x", "pv", 0));
        Assert.Equal("UNKNOWN_OFFER: there is no offer z", Refused(_grid.Homes[2], "take", "t", "z", 1L));
        Assert.Equal("SELF_TRADE: offer o is the caller's own", Refused(_grid.Homes[0], "take", "t", "o", 400L));
        Assert.Equal("NOT_COUNTERPARTY: offer o is for cell-a/home2", Refused(_grid.Homes[3], "take", "t", "o", 400L));
        Assert.Equal("BAD_QTY: a quantity is positive", Refused(_grid.Homes[2], "take", "t", "o", 0L));
        Assert.Equal("QTY_EXCEEDS: offer o has 1000 Wh left", Refused(_grid.Homes[2], "take", "t", "o", 1_001L));
        Assert.Equal("BELOW_MIN_LOT: offer o sells at least 400 Wh", Refused(_grid.Homes[2], "take", "t", "o", 399L));
        Submit(_grid.Homes[2], "trading", "take", "t", "o", 700L);
        Submit(_grid.Homes[2], "trading", "take", "u", "o", 300L);
        Assert.Equal("CLOSED: offer o was withdrawn or is sold out", Refused(_grid.Homes[2], "take", "v", "o", 1L));
        Offer("p", Slot, 100);
        Assert.True(_grid.Ledger.Refused(_grid.Homes[1], "trading", "withdraw", "p").PermissionDenied);
        _grid.Ledger.Now = Slot - 1;
        Assert.Equal("EXPIRED: offer p is over", Refused(_grid.Homes[2], "take", "w", "p", 1L));
        Submit(_grid.Homes[0], "trading", "withdraw", "p");
        Assert.Equal([0, 1_000, 0, 0], Tokens());
    }

    [Fact]
    public void A_buyer_without_money_is_refused_at_once()
    {
        Submit(_grid.Homes[2], "wallet", "transfer", "cell-a/home3", Start - 5, "all I have");
        Offer("o", Slot, 1_000);
        Assert.Equal(
            $"account cell-a/home2 has 5 and needs {(1_000 * (Price + Fee)) + Collateral}",
            Refused(_grid.Homes[2], "take", "t", "o", 1_000L));
    }

    [Fact]
    public void The_spot_market_counts_bilateral_energy_as_contracted()
    {
        SignedTrade();
        _grid.Open(Slot);
        _grid.Offer(0, Slot, 500, 100_000);
        _grid.Bid(2, Slot, 500, 250_000);
        _grid.Clear(Slot);
        _grid.ReadAll(Slot, (0, 1_500), (0, 0), (1_500, 0), (0, 0));
        _grid.Ledger.Now = Slot + 900;
        Assert.Equal(
            "account cell-a/home0 has a bilateral trade in slot 1700000100 that is not settled",
            _grid.Ledger.Refused(_grid.Operator, "settlement", "settle", "mg", Slot).Message);
        Submit(_grid.Homes[0], "trading", "settle", "t");
        _grid.Settle(Slot);
        Assert.Equal((1_500, 0), (_grid.Bill(0, Slot, Slot)[5], _grid.Bill(0, Slot, Slot)[6]));
        Assert.Equal((-1_500, 0), (_grid.Bill(2, Slot, Slot)[5], _grid.Bill(2, Slot, Slot)[6]));
        Assert.Equal([0, 0, 1_500, 0], Tokens());
        Conserved();
    }

    [Fact]
    public void An_unreliable_party_brings_more_collateral()
    {
        Submit(_grid.Operator, "settlement", "configureFees", "mg", "wires/dso", 10_000L);
        _grid.Open(Slot - 900);
        _grid.Offer(0, Slot - 900, 1_000, 100_000);
        _grid.Clear(Slot - 900);
        _grid.ReadAll(Slot - 900, (0, 500), (0, 0), (0, 0), (0, 0));
        _grid.Settle(Slot - 900);
        Offer("o", Slot, 1_000);
        Submit(_grid.Homes[2], "trading", "take", "t", "o", 1_000L);
        Assert.Equal((3 * Collateral / 2, Collateral), (Trade()[6], Trade()[7]));
    }

    [Fact]
    public void Terms_belong_to_the_distributor_that_set_them()
    {
        var other = new TestCaller("cell-b/lpd", "role=lpd");
        Assert.Equal(
            "the trades of microgrid mg are backed by cell-a/lpd",
            Refused(other, "setTerms", "mg", "wires/dso", 1L, 0L, 0L, 0L, 0L));
        Assert.True(
            _grid.Ledger.Refused(_grid.Operator, "trading", "setTerms", "mg", "wires/dso", 1L, 0L, 0L, 0L, 0L)
                .PermissionDenied);
    }

    private void Offer(string id, long slot, long quantity) => Submit(
        _grid.Homes[0], "trading", "offer", id, slot, "pv", quantity, Price, 0L, slot - 1_000, "");

    private string RefusedOffer(string id, string origin, long quantity) => Refused(
        _grid.Homes[0], "offer", id, Slot, origin, quantity, Price, 0L, Slot, "");

    private void SignedTrade()
    {
        Offer("o", Slot, 1_000);
        Submit(_grid.Homes[2], "trading", "take", "t", "o", 1_000L);
        foreach (var party in new[] { _grid.Homes[0], _grid.Dso, _lpd })
        {
            Submit(party, "trading", "sign", "t");
        }
    }

    private void Deliver(long delivered, long absorbed)
    {
        Assert.Equal("EARLY: slot 1700000100 of trade t is not over", Refused(_grid.Homes[0], "settle", "t"));
        _grid.Ledger.Now = Slot + 900;
        Assert.Equal("meter M0 has no reading for slot 1700000100", Refused(_grid.Homes[0], "settle", "t"));
        _grid.Read(0, Slot, 0, delivered);
        _grid.Read(2, Slot, absorbed, 0);
        Submit(_grid.Homes[2], "trading", "settle", "t");
    }

    private long[] Trade() => _grid.Ledger.Query(_grid.Bank, "trading", "trade", "t").Longs();

    private string Outcome() => _grid.Ledger.Query(_grid.Bank, "trading", "parties", "t").Texts()[5];

    private long Escrow() => _grid.Ledger.Query(_grid.Bank, "wallet", "escrowed", "t").Long();

    private long Debt(string account) =>
        _grid.Ledger.Query(_grid.Bank, "trading", "debt", account, _lpd.Account).Long();

    private long[] Tokens() =>
        _grid.Ledger.Query(_grid.Bank, "tokens", "balance", "cell-a/home0", Slot, "pv").Longs();

    private void Submit(TestCaller caller, string contract, string function, params object[] arguments) =>
        _grid.Ledger.Submit(caller, contract, function, arguments);

    private string Refused(TestCaller caller, string function, params object[] arguments) =>
        _grid.Ledger.Refused(caller, "trading", function, arguments).Message;

    private void Conserved()
    {
        var audit = _grid.Ledger.Query(_grid.Regulator, "wallet", "audit").Longs();
        Assert.Equal(audit[2] - audit[3], audit[1]);
    }
}
