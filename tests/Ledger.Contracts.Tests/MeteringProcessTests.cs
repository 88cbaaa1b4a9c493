using Ledger.Contracts.Metering;
using Ledger.Contracts.Tests.Harness;

namespace Ledger.Contracts.Tests;

/// <summary>Silent, corrected and contradicted meters (L12), from the reading to the money.</summary>
public sealed class MeteringProcessTests
{
    private const long Slot = SmallGrid.Start;
    private const long Day = 86_400;

    private readonly SmallGrid _grid = new();

    [Fact]
    public void A_silent_meter_is_estimated_and_settled_finally_when_it_speaks()
    {
        _grid.Read(2, Slot - Day, 1_000, 0);
        _grid.Read(2, Slot - (2 * Day), 1_401, 0);
        Trade();
        _grid.Read(0, Slot, 0, 1_000);
        _grid.Read(1, Slot, 0, 0);
        _grid.Read(3, Slot, 0, 0);
        Assert.Equal("meter M2 has no reading for slot 1700000100", RefusedSettle("settle"));
        Assert.Equal(1, _grid.Ledger.Submit(_grid.Operator, "settlement", "estimateMissing", "mg", Slot).Int());
        Assert.Equal([1_200, 0], _grid.Ledger.Query(_grid.Bank, "metering", "readingOf", Slot, "M2").Longs());
        Assert.Contains(Slot, _grid.Ledger.Query(_grid.Bank, "metering", "gaps", "M2", Slot - 900, 3).Longs());
        _grid.Settle(Slot);
        var estimated = _grid.Bill(2, Slot, Slot);
        Assert.Equal((-1_200, 1), (estimated[5], Details(2)[16]));

        // The meter speaks: 200 Wh more at the retail price, since the system is short.
        _grid.Read(2, Slot, 1_400, 0);
        _grid.Ledger.Submit(_grid.Operator, "settlement", "correct", "mg", Slot);
        var final = _grid.Bill(2, Slot, Slot);
        Assert.Equal((-1_400, 0), (final[5], Details(2)[16]));
        Assert.Equal(SmallGrid.Endowment + final[11], _grid.Balance("cell-a/home2"));
        Assert.Equal(0, _grid.Balance("market/mg"));
        Assert.NotEqual(estimated[11], final[11]);
        Conserved();
        var balance = _grid.Balance("cell-a/home2");
        _grid.Ledger.Submit(_grid.Operator, "settlement", "correct", "mg", Slot);
        Assert.Equal(balance, _grid.Balance("cell-a/home2"));
    }

    [Fact]
    public void Meters_have_their_time_before_they_are_estimated()
    {
        _grid.Operate("setTimetable", "mg", 3_600L, 900L, 1_800L, 3_600L, 0L);
        _grid.Ledger.Now = Slot - 3_000;
        Trade(clear: false);
        _grid.Ledger.Now = Slot - 900;
        _grid.Clear(Slot);
        _grid.Ledger.Now = Slot + 1_000;
        Assert.Equal("meters of slot 1700000100 may report until 1700002800", RefusedSettle("estimateMissing"));
        _grid.Ledger.Now = Slot + 2_700;
        Assert.Equal(4, _grid.Ledger.Submit(_grid.Operator, "settlement", "estimateMissing", "mg", Slot).Int());
    }

    [Fact]
    public void A_reading_is_corrected_only_with_a_reason_and_every_version_stays()
    {
        Trade();
        _grid.ReadAll(Slot, (0, 1_000), (0, 0), (1_200, 0), (0, 0));
        Assert.Equal(
            "a reason has 1 to 64 characters",
            _grid.Ledger.Refused(_grid.Meters[2], "metering", "correctReading", Slot, "M2", 1L, 0L, "").Message);
        Assert.True(
            _grid.Ledger.Refused(_grid.Meters[1], "metering", "correctReading", Slot, "M2", 1L, 0L, "x")
                .PermissionDenied);
        Assert.Equal(
            "meter M2 has no reading for slot 1700001000 to correct",
            _grid.Ledger.Refused(_grid.Meters[2], "metering", "correctReading", Slot + 900, "M2", 1L, 0L, "x").Message);
        _grid.Ledger.Submit(_grid.Meters[2], "metering", "correctReading", Slot, "M2", 1_100L, 0L, "clock was late");
        var versions = _grid.QueryBytes(_grid.Bank, "metering", "versions", Slot, "M2");
        Assert.Equal(2, versions.Int());
        Assert.Equal((1_200, 0), (versions.Long(), versions.Long()));
        Assert.Equal((versions.Long() > 0, ""), (true, versions.Text()));
        Assert.Equal((1_100, 0), (versions.Long(), versions.Long()));
        Assert.Equal((versions.Long() > 0, "clock was late"), (true, versions.Text()));
        Assert.Equal(
            "AlreadyRead: meter M2 has a reading for slot 1700000100",
            _grid.Ledger.Refused(_grid.Meters[2], "metering", "reading", Slot, "M2", 1_200L, 0L).Message);
    }

    [Fact]
    public void A_meter_that_contradicts_the_feeder_is_named_and_its_slot_disputed()
    {
        var head = new TestCaller("wires/head", "role=meter", "meterId=HEAD");
        _grid.Ledger.Submit(head, "registry", "registerMeter");
        _grid.Ledger.Submit(_grid.Dso, "metering", "setHeadMeter", "mg", "HEAD", 200L, 50L);
        for (var day = 1; day <= 3; day++)
        {
            _grid.ReadAll(Slot - (day * Day), (0, 1_000), (0, 500), (1_200, 0), (400, 0));
        }

        Trade();

        // Home 2 draws 1,200 Wh as always but its meter says 200; the transformer has seen the rest.
        _grid.ReadAll(Slot, (0, 1_000), (0, 500), (200, 0), (400, 0));
        _grid.Ledger.Submit(head, "metering", "headReading", "mg", Slot, 150L, 0L);
        _grid.Settle(Slot);
        Assert.Equal("disputed", _grid.Phase(Slot));
        Assert.Contains(_grid.Ledger.Events, e => e.Name == "slotSuspicious");
        Assert.Equal(
            "M2",
            _grid.Ledger.Query(
                _grid.Bank, "metering", "suspicious", "mg", Slot, new[] { "M0", "M1", "M2", "M3" }).Text());
        Assert.Equal("slot 1700000100 of market mg is disputed, not sealed", RefusedSettle("settle"));
        Assert.True(
            _grid.Ledger.Refused(_grid.Operator, "settlement", "resolve", "mg", Slot).PermissionDenied);
        _grid.Ledger.Submit(_grid.Meters[2], "metering", "correctReading", Slot, "M2", 1_210L, 0L, "meter exchanged");
        _grid.Ledger.Submit(_grid.Supervisor, "settlement", "resolve", "mg", Slot);
        Assert.Equal("metered", _grid.Phase(Slot));
        _grid.Settle(Slot);
        Assert.Equal("settled", _grid.Phase(Slot));
        Assert.Equal(-1_210, _grid.Bill(2, Slot, Slot)[5]);
        Conserved();
    }

    [Fact]
    public void State_estimation_finds_the_false_meter_among_many_and_accepts_noise()
    {
        var random = new Random(6);
        var head = new HeadMeter("H", "d", 100, 100);
        for (var run = 0; run < 300; run++)
        {
            var count = random.Next(3, 40);
            var truth = Enumerable.Range(0, count).Select(_ => (long)random.Next(-3_000, 5_000)).ToArray();
            var history = truth.Select(t => t + random.Next(-150, 151)).ToArray();
            var capacity = Enumerable.Repeat(6_000L, count).ToArray();
            var loss = truth.Sum(Math.Abs) / 100;
            var measured = truth.Select(t => t + random.Next(-2, 3)).ToArray();
            Assert.Equal(-1, StateEstimation.Suspicious(truth.Sum() + loss, measured, history, capacity, head));
            var liar = random.Next(count);
            measured[liar] += random.Next(2) == 0 ? 4_000 : -4_000;
            Assert.Equal(liar, StateEstimation.Suspicious(truth.Sum() + loss, measured, history, capacity, head));
        }
    }

    [Fact]
    public void Participants_dispute_a_settled_slot_and_the_supervisor_decides()
    {
        Trade();
        _grid.ReadAll(Slot, (0, 1_000), (0, 0), (1_200, 0), (0, 0));
        _grid.Settle(Slot);
        var stranger = new TestCaller("cell-b/x", "role=consumer");
        Assert.Equal(
            "a slot is disputed by its participants or the grid supervisor",
            _grid.Ledger.Refused(stranger, "settlement", "dispute", "mg", Slot, "x").Message);
        _grid.Ledger.Submit(_grid.Homes[2], "settlement", "dispute", "mg", Slot, "I was away");
        Assert.Equal("slot 1700000100 of market mg is disputed, not settled", RefusedSettle("correct"));
        _grid.Ledger.Submit(_grid.Meters[2], "metering", "correctReading", Slot, "M2", 900L, 0L, "read again");
        _grid.Ledger.Submit(_grid.Supervisor, "settlement", "resolve", "mg", Slot);
        _grid.Ledger.Submit(_grid.Operator, "settlement", "correct", "mg", Slot);
        Assert.Equal(-900, _grid.Bill(2, Slot, Slot)[5]);
        _grid.Ledger.Submit(_grid.Operator, "settlement", "finish", "mg", Slot);
        Assert.Equal("final", _grid.Phase(Slot));
        Conserved();
    }

    [Fact]
    public void Certificates_go_to_the_buyers_as_far_as_was_delivered_and_are_retired_once()
    {
        Trade();
        _grid.ReadAll(Slot, (0, 700), (0, 0), (1_200, 0), (0, 0));
        _grid.Settle(Slot);
        Assert.Equal(1, _grid.Ledger.Submit(_grid.Operator, "settlement", "certify", "mg", Slot).Int());
        Assert.Equal("slot 1700000100 of market mg is already certified", RefusedSettle("certify"));
        Assert.Equal([0], Owned("cell-a/home2"));
        Assert.Equal(("cell-a/home0", "cell-a/home2", "pv", "", Slot, 700L, -1L), Certificate(0));
        Assert.Equal(
            1, _grid.Ledger.Submit(_grid.Homes[2], "certificates", "transfer", 0L, "cell-a/home3", 300L).Long());
        Assert.Equal(("cell-a/home0", "cell-a/home3", "pv", "", Slot, 300L, 0L), Certificate(1));
        Assert.Equal(400, Certificate(0).Wh);
        _grid.Ledger.Submit(_grid.Homes[3], "certificates", "retire", 1L, "own consumption");
        Assert.Equal(
            "certificate 1 was retired for own consumption",
            _grid.Ledger.Refused(_grid.Homes[3], "certificates", "retire", 1L, "again").Message);
        Assert.Equal(
            "certificate 0 belongs to another account",
            _grid.Ledger.Refused(_grid.Homes[3], "certificates", "retire", 0L, "x").Message);
        Assert.Equal(
            "certificate 0 stands for 400 Wh",
            _grid.Ledger.Refused(_grid.Homes[2], "certificates", "transfer", 0L, "cell-a/home3", 401L).Message);
        _grid.Ledger.Submit(_grid.Homes[2], "certificates", "transfer", 0L, "cell-a/home3", 400L);
        Assert.Equal([0, 1], Owned("cell-a/home3"));
        Assert.Empty(Owned("cell-a/home2"));
    }

    [Fact]
    public void A_gateway_brings_readings_that_the_meter_has_signed_itself()
    {
        // The harness takes key and message, one behind the other, for a signature; the real one is tested with the
        // executor.
        var key = Enumerable.Repeat((byte)7, 32).ToArray();
        var gateway = new TestCaller("cell-b/gateway", "role=consumer");
        Assert.Equal("meter M2 has registered no key", Brought(Slot, 1_200, new byte[64]));
        Assert.Equal(
            "a key has 32 bytes",
            _grid.Ledger.Refused(_grid.Meters[2], "registry", "registerMeterKey", new byte[31]).Message);
        _grid.Ledger.Submit(_grid.Meters[2], "registry", "registerMeterKey", key);
        Assert.Equal("the signature is not that of meter M2", Brought(Slot, 1_200, new byte[64]));
        Assert.True(
            _grid.Ledger.Refused(gateway, "registry", "registerMeterKey", key).PermissionDenied);

        string Brought(long slot, long import, byte[] signature) => _grid.Ledger.Refused(
            gateway, "metering", "bringReading", slot, "M2", import, 0L, signature).Message;
    }

    [Fact]
    public void Scores_follow_the_forecast_error()
    {
        _grid.Ledger.Submit(_grid.Operator, "settlement", "configureFees", "mg", "wires/dso", 2_000L);
        Trade();
        _grid.ReadAll(Slot, (0, 500), (0, 0), (1_200, 0), (7, 0));
        _grid.Settle(Slot);
        Assert.Equal(
            [9_000, 10_000, 10_000, 8_000],
            _grid.Ledger.Query(
                _grid.Bank, "settlement", "reliabilityOf", "mg", _grid.Homes.Select(h => h.Account).ToArray()).Longs());
    }

    private void Trade(bool clear = true)
    {
        _grid.Open(Slot);
        _grid.Offer(0, Slot, 1_000, 150_000);
        _grid.Bid(2, Slot, 1_200, 250_000);
        if (clear)
        {
            _grid.Clear(Slot);
        }
    }

    private string RefusedSettle(string function) =>
        _grid.Ledger.Refused(_grid.Operator, "settlement", function, "mg", Slot).Message;

    private long[] Details(int home) => _grid.Ledger.Query(
        _grid.Homes[home], "settlement", "billDetails", "mg", _grid.Homes[home].Account, Slot).Longs();

    private long[] Owned(string account) =>
        _grid.Ledger.Query(_grid.Bank, "certificates", "owned", account, 0L).Longs();

    private (string Producer, string Owner, string Origin, string Retired, long Slot, long Wh, long From) Certificate(
        long number)
    {
        var reader = _grid.QueryBytes(_grid.Bank, "certificates", "certificate", number);
        return (reader.Text(), reader.Text(), reader.Text(), reader.Text(), reader.Long(), reader.Long(), reader.Long());
    }

    private void Conserved()
    {
        var audit = _grid.Ledger.Query(_grid.Regulator, "wallet", "audit").Longs();
        Assert.Equal(audit[2] - audit[3], audit[1]);
    }
}
