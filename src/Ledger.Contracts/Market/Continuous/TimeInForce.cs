namespace Ledger.Contracts.Market.Continuous;

/// <summary>What becomes of the part of an order that does not trade at once.</summary>
public static class TimeInForce
{
    /// <summary>It rests until it trades or is cancelled.</summary>
    public const string GoodTillCancelled = "GTC";

    /// <summary>It is dropped.</summary>
    public const string ImmediateOrCancel = "IOC";

    /// <summary>The order trades only as a whole.</summary>
    public const string FillOrKill = "FOK";

    /// <summary>Whether a text is one of the three.</summary>
    public static bool IsKnown(string text) => text is GoodTillCancelled or ImmediateOrCancel or FillOrKill;
}
