namespace Ledger.Client.Strategies;

/// <summary>
/// How an owner's device behaves: from what it knows to orders, and from what was traded to control. Each slot is
/// decided and then delivered. The same calls with the same seed give the same answers everywhere. Not thread safe.
/// </summary>
public interface IBidStrategy
{
    /// <summary>Decides on the first slot of the outlook. The device's state stays as it is.</summary>
    SlotDecision Decide(SlotOutlook outlook);

    /// <summary>Tells what the decided slot's orders came to and moves the device.</summary>
    /// <param name="boughtWh">
    /// Wh bought with them. What an order without a least quantity left to the main grid counts as bought.
    /// </param>
    /// <param name="soldWh">Wh sold, likewise.</param>
    /// <returns>Wh that what it controls draws in the slot; negative: gives. 0 without control.</returns>
    long Deliver(long boughtWh, long soldWh);
}
