using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation.Tests.Checks;

/// <summary>The checks of watermarks and memory fail on statuses that no correct replica has.</summary>
public sealed class StatusCheckTests
{
    private static readonly ReplicaStatus Good = new()
    {
        Epoch = Epoch.First(SimulatedGenesis.Of(4).ChainId, SimulatedGenesis.Of(4).Membership),
        PendingChange = null,
        Self = new ReplicaId(0),
        View = new ViewNumber(3),
        Primary = new ReplicaId(3),
        Mode = ReplicaMode.Normal,
        LowWatermark = new SequenceNumber(8),
        HighWatermark = new SequenceNumber(24),
        Head = new SequenceNumber(10),
        Committed = new SequenceNumber(11),
        RequestCount = 5,
        ViewChangeCount = 1,
        Evidence = [],
        DroppedCount = 0,
    };

    private readonly WatermarkCheck _watermarks = new(SimulatedGenesis.Parameters);
    private readonly MemoryCheck _memory = new(TimerProfile.OptionsFor(SimulatedGenesis.Of(4).ChainId));

    [Fact]
    public void A_good_status_passes()
    {
        _watermarks.OnTurn("a", null, Good);
        _watermarks.OnTurn("a", Good, Good);
        _memory.OnTurn("a", Good, _memory.RecordsMax);
    }

    [Fact]
    public void A_low_watermark_above_the_head_is_refused() =>
        Refuses(Good with { LowWatermark = new SequenceNumber(12) });

    [Fact]
    public void A_head_above_what_is_committed_is_refused() => Refuses(Good with { Head = new SequenceNumber(12) });

    [Fact]
    public void A_commit_above_the_high_watermark_is_refused() =>
        Refuses(Good with { Committed = new SequenceNumber(25) });

    [Fact]
    public void A_window_that_is_too_wide_is_refused() =>
        Refuses(Good with { HighWatermark = new SequenceNumber(25) });

    [Fact]
    public void A_high_watermark_above_the_end_of_the_epoch_is_refused() => Refuses(Good with
    {
        PendingChange = new MembershipChange(new SequenceNumber(20), SimulatedGenesis.Of(5).Membership),
    });

    [Theory]
    [InlineData(9, 8, 3)]
    [InlineData(10, 7, 3)]
    [InlineData(10, 8, 2)]
    public void What_goes_back_is_refused(ulong head, ulong low, ulong view) => Support.Refuses(
        "watermarks",
        () => _watermarks.OnTurn("a", Good, Good with
        {
            Head = new SequenceNumber(head),
            LowWatermark = new SequenceNumber(low),
            HighWatermark = new SequenceNumber(low + 16),
            View = new ViewNumber(view),
        }));

    [Fact]
    public void Too_many_requests_are_refused() => Support.Refuses(
        "memory bounds", () => _memory.OnTurn("a", Good with { RequestCount = 129 }, 0));

    [Fact]
    public void Too_many_records_are_refused() => Support.Refuses(
        "memory bounds", () => _memory.OnTurn("a", Good, _memory.RecordsMax + 1));

    [Fact]
    public void Too_many_messages_of_one_peer_are_refused() => Support.Refuses(
        "memory bounds", () => _memory.OnFutureMessages("a", 65));

    private void Refuses(ReplicaStatus status) =>
        Support.Refuses("watermarks", () => _watermarks.OnTurn("a", null, status));
}
