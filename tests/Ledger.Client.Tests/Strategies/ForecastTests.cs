using Ledger.Client.Strategies;

namespace Ledger.Client.Tests.Strategies;

public sealed class ForecastTests
{
    private const long Day = 86_400;

    /// <summary>Monday, 2 January 2023.</summary>
    private static readonly long Monday = new DateTimeOffset(2023, 1, 2, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    private static readonly DayCalendar Utc = new(TimeZoneInfo.Utc, [new DateOnly(2023, 1, 6)]);

    [Fact]
    public void Days_of_the_same_kind_count_and_later_ones_more()
    {
        var forecaster = new HistoryForecaster(
            Utc, new HistoryForecastOptions { Days = 2, DecayBps = 5_000, PersistenceBps = 0 });
        forecaster.Observe(Monday, 900);
        forecaster.Observe(Monday + Day, 100);
        forecaster.Observe(Monday + (2 * Day), 400);

        // The holiday on Friday and the weekend are of other kinds; Monday's 900 is forgotten.
        forecaster.Observe(Monday + (4 * Day), 10_000);
        Assert.Equal(((2 * 400) + 100) / 3, forecaster.Expect(Monday + (7 * Day)));
        Assert.Equal(10_000, forecaster.Expect(Monday + (6 * Day)));
        Assert.Equal(10_000, forecaster.Expect(Monday + (5 * Day)));
    }

    [Fact]
    public void A_part_of_the_last_error_persists_and_fades()
    {
        var forecaster = new HistoryForecaster(Utc);
        for (var quarter = 0; quarter < 4; quarter++)
        {
            forecaster.Observe(Monday + (quarter * 900), 100);
        }

        forecaster.Observe(Monday + Day, 180);
        Assert.Equal(140, forecaster.Expect(Monday + Day + 900));
        Assert.Equal(120, forecaster.Expect(Monday + Day + 1_800));
        Assert.Equal(110, forecaster.Expect(Monday + Day + 2_700));
    }

    [Fact]
    public void Nothing_known_is_the_fallback_or_the_least()
    {
        var profile = StandardLoadProfile.Of("H0").Forecaster(Utc, 3_000);
        Assert.Equal(profile.Expect(Monday), new HistoryForecaster(Utc, fallback: profile).Expect(Monday));
        Assert.Equal(0, new HistoryForecaster(Utc).Expect(Monday));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            var forecaster = new HistoryForecaster(Utc);
            forecaster.Observe(Monday, 1);
            forecaster.Observe(Monday, 1);
        });
    }

    [Fact]
    public void Expectations_do_not_fall_below_the_least()
    {
        var forecaster = new HistoryForecaster(Utc);
        forecaster.Observe(Monday, 500);
        forecaster.Observe(Monday + 900, 10);
        forecaster.Observe(Monday + Day, 0);
        Assert.Equal(0, forecaster.Expect(Monday + Day + 900));
    }

    [Fact]
    public void Slots_are_placed_by_the_local_clock()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("here", TimeSpan.FromHours(5.5), "here", "here");
        var slot = new DayCalendar(zone).Place(Monday + (20 * 3_600));
        Assert.Equal(new LocalSlot(new DateOnly(2023, 1, 3), 6, DayType.Workday), slot);
        Assert.Equal(DayType.Sunday, Utc.TypeOf(new DateOnly(2023, 1, 6)));
        Assert.Equal(DayType.Saturday, Utc.TypeOf(new DateOnly(2023, 1, 7)));
    }

    [Theory]
    [InlineData("H0", 2_000)]
    [InlineData("G0", 25_000)]
    [InlineData("G3", 10_000)]
    [InlineData("L0", 2_000)]
    [InlineData("H25", 8_000)]
    [InlineData("L25", 2_000)]
    [InlineData("P25", 3_000)]
    [InlineData("S25", 3_000)]
    public void A_year_of_a_profile_is_about_what_is_drawn_in_a_year(string name, long tolerancePpm)
    {
        var profile = StandardLoadProfile.Of(name);
        var sum = 0L;
        var first = new DateTimeOffset(2021, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        var calendar = new DayCalendar(TimeZoneInfo.Utc);
        for (var slot = 0; slot < 365 * 96; slot++)
        {
            sum += profile.MilliWh(calendar.Place(first + (slot * 900)), 4_000);
        }

        // In ppm of 4,000 kWh: 1 ppm is 4,000 mWh.
        Assert.InRange(Math.Abs((sum / 4_000) - 1_000_000), 0, tolerancePpm + 1_000);
    }

    [Fact]
    public void Profiles_are_the_published_figures_and_unknown_names_are_named()
    {
        Assert.Equal(16, StandardLoadProfile.Names.Count);
        var monday = new LocalSlot(new DateOnly(2023, 7, 3), 0, DayType.Workday);
        Assert.Equal(17_890, StandardLoadProfile.Of("G0").MilliWh(monday, 1_000));

        // G0 has 0.07156 kW, H0 has 0.08636 kW x 0.25 h, times the factor of day 184.
        Assert.Equal(21_590 * 0.793_828, StandardLoadProfile.Of("H0").MilliWh(monday, 1_000), 10d);
        Assert.Contains("H25", Assert.Throws<ArgumentException>(() => StandardLoadProfile.Of("X9")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10_000, 200, 200)]
    [InlineData(5_000, 250, 140)]
    [InlineData(0, 300, 80)]
    public void A_price_is_counted_on_as_far_as_it_is_trusted(int trustBps, long buy, long sell)
    {
        var slot = SlotForecast.AtPrice(Monday, 0, 300, 80, 200, trustBps);
        Assert.Equal((buy, sell), (slot.BuyMicro, slot.SellMicro));
    }

    [Fact]
    public void Forecasts_become_an_outlook()
    {
        var load = new HistoryForecaster(Utc);
        load.Observe(Monday, 300);
        var pv = new HistoryForecaster(Utc);
        pv.Observe(Monday, 500);
        var source = new OutlookSource(load, pv) { RetailMicro = _ => 30, FeedInMicro = _ => 8, LimitWh = 4_000 };
        var outlook = source.From(Monday + Day, 2);
        Assert.Equal(SlotForecast.AtTariff(Monday + Day, 200, 30, 8), outlook.Now);
        Assert.Equal(0, outlook.Slots[1].NetWh);
    }
}
