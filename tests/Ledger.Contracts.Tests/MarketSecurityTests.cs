using Ledger.Contracts.Tests.Harness;

namespace Ledger.Contracts.Tests;

/// <summary>
/// Grid security in the process (M7): a clearing that the feeder does not bear is repeated, the rounds and limits are
/// sealed with it; price formation between buses (M5).
/// </summary>
public sealed class MarketSecurityTests
{
    private const long Slot = SmallGrid.Start;

    private readonly SmallGrid _grid = new();

    [Fact]
    public void A_clearing_beyond_a_line_is_repeated_until_the_feeder_bears_it()
    {
        Feeder(lineLimit: 8_000, resistance: 100_000);
        Secured();
        _grid.Open(Slot);
        _grid.Offer(0, Slot, 5_000, 100_000);
        _grid.Bid(2, Slot, 3_000, 250_000);
        _grid.Bid(3, Slot, 2_000, 240_000);
        _grid.Clear(Slot);
        var result = _grid.Result(Slot);

        // Seller and buyers stand at the two ends of L2, which carries 8,000 W, that is 2,000 Wh in a slot.
        Assert.Equal(2_000, result[1]);
        Assert.True(result[13] > 1, "one round was enough");
        Assert.Equal("sealed", _grid.Phase(Slot));
        var details = _grid.QueryBytes(_grid.Bank, "market", "details", "mg", Slot);
        Assert.Equal(("kda-uniform", "", ""), (details.Text(), details.Text(), details.Text()));
        Assert.Equal((0, 0), (details.Texts().Length, details.Texts().Length));
        Assert.Contains("line-limit L2", details.Texts());
        Assert.Equal(5, _grid.Ledger.Query(_grid.Bank, "market", "busPrices", "mg", Slot).Longs().Length);

        // What the feeder does not bear is promised to nobody, and is not left to the main grid.
        var positions = _grid.Ledger.Query(_grid.Bank, "market", "positions", "mg", Slot, "").Longs();
        Assert.Equal((0, 0, 0), (positions[3], positions[16], positions[23]));
        Assert.Equal(
            [2_000, 0], _grid.Ledger.Query(_grid.Bank, "tokens", "promised", "cell-a/home0", Slot).Longs());
        _grid.ReadAll(Slot, (0, 2_000), (0, 0), (2_000, 0), (0, 0));
        _grid.Settle(Slot);
        Assert.Equal(0, _grid.Balance("cell-a/grid"));
    }

    [Fact]
    public void A_meshed_feeder_is_checked_by_the_dc_flow()
    {
        // A ring of four equal lines: half of what goes from b0 to b2 takes L2, the other half goes the other way.
        Feeder(lineLimit: 2_000, resistance: 100_000, ring: true);
        Secured();
        Trade(Slot);
        Assert.Equal(1_000, _grid.Result(Slot)[1]);
        var details = _grid.QueryBytes(_grid.Bank, "market", "details", "mg", Slot);
        _ = (details.Text(), details.Text(), details.Text(), details.Texts(), details.Texts());
        Assert.Equal(["line-limit L2"], details.Texts().Distinct());
    }

    [Fact]
    public void A_voltage_that_falls_too_low_is_named()
    {
        Feeder(lineLimit: 0, resistance: 1_500_000);
        Secured();
        _grid.Open(Slot);
        _grid.Offer(0, Slot, 5_000, 100_000);
        _grid.Bid(3, Slot, 5_000, 250_000);
        _grid.Clear(Slot);
        var details = _grid.QueryBytes(_grid.Bank, "market", "details", "mg", Slot);
        _ = (details.Text(), details.Text(), details.Text(), details.Texts(), details.Texts());
        Assert.Contains(details.Texts(), limit => limit.Contains("voltage b", StringComparison.Ordinal));
        Assert.InRange(_grid.Result(Slot)[1], 1, 4_999);
    }

    [Fact]
    public void Step_by_step_the_plain_result_stands_until_it_is_secured()
    {
        Feeder(lineLimit: 8_000, resistance: 100_000);
        _grid.Operate(
            "setMechanism", "mg", "kda-uniform", new[] { "secure", "stepwise" }, new[] { 1L, 1L });
        _grid.Open(Slot);
        _grid.Offer(0, Slot, 5_000, 100_000);
        _grid.Bid(2, Slot, 5_000, 250_000);
        _grid.Operate("close", "mg", Slot);
        _grid.Clear(Slot);
        Assert.Equal((5_000, 1), (_grid.Result(Slot)[1], _grid.Result(Slot)[13]));
        _grid.Operate("secure", "mg", Slot);
        Assert.Equal(2_000, _grid.Result(Slot)[1]);
        _grid.Operate("seal", "mg", Slot);
        Assert.Contains(_grid.Ledger.Events, e => e.Name == "slotSecured");
    }

    [Fact]
    public void A_frozen_line_lets_nothing_pass_and_sessions_count_together()
    {
        Feeder(lineLimit: 8_000, resistance: 100_000);
        Secured();
        _grid.Ledger.Submit(_grid.Supervisor, "registry", "freezeLine", "mg", "L2", Slot, Slot, "works");
        Trade(Slot);
        Assert.Equal(0, _grid.Result(Slot)[1]);

        // In the next slot a forward session has used half of the line before.
        var next = Slot + 900;
        _grid.Open(next);
        _grid.Operate("setMechanism", "mg:forward", "kda-uniform", Array.Empty<string>(), Array.Empty<long>());
        _grid.Operate("openSlot", "mg:forward", next);
        _grid.Ledger.Submit(_grid.Homes[0], "market", "submitOffer", "mg:forward", next, "f", 1_000L, 100_000L);
        _grid.Ledger.Submit(_grid.Homes[2], "market", "submitBid", "mg:forward", next, "f2", 1_000L, 250_000L);
        _grid.Operate("clear", "mg:forward", next);
        _grid.Offer(0, next, 3_000, 100_000);
        _grid.Bid(2, next, 3_000, 250_000);
        _grid.Clear(next);
        Assert.Equal(1_000, _grid.Result(next)[1]);
    }

    [Fact]
    public void Without_a_feeder_a_secured_market_says_so()
    {
        Secured();
        _grid.Open(Slot);
        Assert.Equal(
            "microgrid mg has no feeder to be checked against",
            _grid.Ledger.Refused(_grid.Operator, "market", "clear", "mg", Slot).Message);
    }

    [Fact]
    public void Buses_find_a_price_in_rounds_and_the_proof_stays()
    {
        var accounts = _grid.Homes.Select(h => h.Account).ToArray();
        var begin = new object[] { "mg", Slot, accounts, 150_000L, 100L, 5L, 1_000L, 200 };
        Assert.True(_grid.Ledger.Refused(_grid.OtherOperator, "coordination", "begin", begin).PermissionDenied);
        _grid.Ledger.Submit(_grid.Operator, "coordination", "begin", begin);
        Assert.Equal(
            "slot 1700000100 of market mg has an iteration",
            _grid.Ledger.Refused(_grid.Operator, "coordination", "begin", begin).Message);
        Assert.Equal("round 1 is open, not 2", Refused(0, 2, 0));
        Assert.Equal("OVER_CAPACITY: account cell-a/home0 moves at most 5000 Wh in a slot", Refused(0, 1, 5_001));

        // Quadratic costs: home i wants want[i] at the price 150,000 and changes by slope[i] Wh per 1,000 µ¤.
        double[] want = [-2_000, -1_000, 2_500, 1_500];
        double[] slope = [10, 20, 8, 12];
        var last = new double[4];
        var mean = 0.0;
        var state = Iteration();
        while (state[1] == 0 && state[0] < 200)
        {
            for (var i = 0; i < 4; i++)
            {
                // Minimises (x - want)^2 / (2 s) + (price - 150000) x + rho/2 (x - (last - mean))^2, s in Wh per µ¤.
                var s = slope[i] / 1_000;
                var x = ((want[i] / s) - (state[2] - 150_000) + (100 * (last[i] - mean))) / ((1 / s) + 100);
                var answer = (long)Math.Round(Math.Clamp(x, -5_000, 5_000));
                last[i] = answer;
                _grid.Ledger.Submit(_grid.Homes[i], "coordination", "answer", "mg", Slot, (int)state[0] + 1, answer);
            }

            mean = last.Average();
            state = Iteration();
        }

        Assert.Equal(1, state[1]);

        // Excess demand of 1,000 Wh is taken away by 50 Wh per 1,000 µ¤: 20,000 µ¤ above the first price.
        Assert.InRange(state[2], 169_000, 171_000);
        Assert.InRange(state[3], 0, 5);
        Assert.Equal("the iteration ended after round " + state[0], Refused(0, (int)state[0] + 1, 0));
        var proof = _grid.QueryBytes(_grid.Bank, "coordination", "proof", "mg", Slot);
        Assert.Equal(state[0], proof.Int());
        Assert.Equal(150_000, proof.Long());
        _ = (proof.Int128(), proof.Int128());
        Assert.Equal((4, 4), (proof.Texts().Length, proof.Longs().Length));
    }

    [Fact]
    public void Silent_devices_keep_their_last_answer()
    {
        var accounts = new[] { "cell-a/home0", "cell-a/home2" };
        _grid.Ledger.Submit(
            _grid.Operator, "coordination", "begin", "mg", Slot, accounts, 150_000L, 100L, 5L, 1_000_000L, 2);
        _grid.Ledger.Submit(_grid.Homes[0], "coordination", "answer", "mg", Slot, 1, -1_000L);
        Assert.Equal("account cell-a/home0 has answered round 1", Refused(0, 1, 1));
        Assert.Equal("account cell-a/home1 takes no part in the iteration", Refused(1, 1, 1));
        _grid.Ledger.Submit(_grid.Operator, "coordination", "endRound", "mg", Slot, 1);
        _grid.Ledger.Submit(_grid.Homes[2], "coordination", "answer", "mg", Slot, 2, 1_000L);
        _grid.Ledger.Submit(_grid.Operator, "coordination", "endRound", "mg", Slot, 2);
        Assert.Equal([2, 1, 100_000, 0, -1_000, 1_000], Iteration());
    }

    private long[] Iteration() => _grid.Ledger.Query(_grid.Bank, "coordination", "iteration", "mg", Slot).Longs();

    private string Refused(int home, int round, long energy) => _grid.Ledger.Refused(
        _grid.Homes[home], "coordination", "answer", "mg", Slot, round, energy).Message;

    private void Secured() =>
        _grid.Operate("setMechanism", "mg", "kda-uniform", new[] { "secure" }, new[] { 1L });

    private void Trade(long slot)
    {
        _grid.Open(slot);
        _grid.Offer(0, slot, 3_000, 100_000);
        _grid.Bid(2, slot, 3_000, 250_000);
        _grid.Clear(slot);
    }

    /// <summary>b0 and b1 on one side, b2 and b3 on the other of L2; L4 closes the ring.</summary>
    private void Feeder(long lineLimit, long resistance, bool ring = false)
    {
        _grid.Ledger.Submit(
            _grid.Dso, "registry", "registerFeeder", "mg", new[] { "b0", "b1", "b2", "b3" }, 400_000L, 400_000L,
            900_000L, 1_100_000L, 100_000L);
        var count = ring ? 4 : 3;
        _grid.Ledger.Submit(
            _grid.Dso, "registry", "setLines", "mg", new[] { "L1", "L2", "L3", "L4" }[..count],
            new[] { "b0", "b1", "b2", "b3" }[..count], new[] { "b1", "b2", "b3", "b0" }[..count],
            Enumerable.Repeat(resistance, count).ToArray(), Enumerable.Repeat(resistance / 2, count).ToArray(),
            new[] { 0L, lineLimit, 0L, 0L }[..count], new long[count], new long[count]);
    }
}
