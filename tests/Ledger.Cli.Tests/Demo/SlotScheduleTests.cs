using Ledger.Cli.Demo;

namespace Ledger.Cli.Tests.Demo;

public sealed class SlotScheduleTests
{
    [Fact]
    public void A_whole_day_begins_at_midnight_and_loses_its_node_at_noon_for_two_hours()
    {
        var schedule = new SlotSchedule(96);

        Assert.Equal(0, schedule.First);
        Assert.Equal("12:00", SlotSchedule.TimeOf(schedule.KillSlot));
        Assert.Equal("14:00", SlotSchedule.TimeOf(schedule.RestartSlot));
        Assert.Equal("18:00", SlotSchedule.TimeOf(schedule.ReturnSlot));
    }

    [Fact]
    public void A_whole_day_loses_its_primary_at_six_for_two_hours() =>
        Assert.Equal(new OutagePlan(24, 32, 48), new SlotSchedule(96).PrimaryOutage);

    [Fact]
    public void The_primary_is_back_before_the_other_node_is_killed()
    {
        Assert.Null(new SlotSchedule(1).PrimaryOutage);
        for (var count = 2; count <= 96; count++)
        {
            var schedule = new SlotSchedule(count);
            var outage = schedule.PrimaryOutage!;

            Assert.InRange(outage.KillSlot, schedule.First, schedule.KillSlot - 1);
            Assert.InRange(outage.RestartSlot, outage.KillSlot + 1, schedule.KillSlot);
            Assert.Equal(schedule.KillSlot, outage.ReturnSlot);
        }
    }

    [Fact]
    public void Every_part_of_a_day_lies_in_it_and_has_its_node_killed_in_it()
    {
        for (var count = 1; count <= 96; count++)
        {
            var schedule = new SlotSchedule(count);
            var slots = schedule.Slots.ToArray();

            Assert.Equal(count, slots.Length);
            Assert.InRange(slots[0], 0, 95);
            Assert.InRange(slots[^1], 0, 95);
            Assert.Contains(schedule.KillSlot, slots);
            Assert.InRange(schedule.RestartSlot, schedule.KillSlot + 1, slots[^1] + 1);
            Assert.InRange(schedule.ReturnSlot, schedule.RestartSlot, slots[^1] + 1);
        }
    }

    [Fact]
    public void Slots_are_named_by_their_start()
    {
        var noon = SlotSchedule.StartOf(48);

        Assert.Equal(0, noon % 900);
        Assert.Equal(
            new DateTimeOffset(2017, 6, 16, 12, 0, 0, TimeSpan.Zero), DateTimeOffset.FromUnixTimeSeconds(noon));
        Assert.Equal(48, SlotSchedule.SlotAt(noon));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(97)]
    public void There_is_no_other_number_of_slots(int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SlotSchedule(count));
}
