using Ledger.Client.Strategies;

namespace Ledger.Cli.Demo.Devices;

/// <summary>
/// What a home expects of prices before it has heard any: its own roof tells when the neighbours have energy to spare.
/// With more sun than load a price in the lower half of the tariff, else one in the upper half.
/// </summary>
internal sealed class PriceBySun(ISlotForecaster load, ISlotForecaster pv, Tariff tariff) : ISlotForecaster
{
    public long Expect(long start)
    {
        var quarter = (tariff.RetailMicro - tariff.FeedInMicro) / 4;
        return pv.Expect(start) > load.Expect(start) ? tariff.FeedInMicro + quarter : tariff.RetailMicro - quarter;
    }
}
