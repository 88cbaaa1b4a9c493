namespace Ledger.Client.Strategies;

/// <summary>Expects a figure for any slot: energy in Wh, or a price in µ¤/kWh. Not thread safe unless it says so.</summary>
public interface ISlotForecaster
{
    /// <summary>What is expected of a slot.</summary>
    /// <param name="start">Start of the slot, seconds since 1970-01-01 UTC.</param>
    long Expect(long start);
}
