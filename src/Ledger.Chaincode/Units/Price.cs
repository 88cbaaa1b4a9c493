namespace Ledger.Chaincode;

/// <summary>A price in micro-currency per kilowatt-hour; 0.25 ¤/kWh is 250000. May be negative.</summary>
/// <param name="MicroPerKilowattHour">µ¤/kWh.</param>
public readonly record struct Price(long MicroPerKilowattHour);
