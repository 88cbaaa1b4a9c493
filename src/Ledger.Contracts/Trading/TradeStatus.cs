namespace Ledger.Contracts.Trading;

/// <summary>Where a bilateral trade stands.</summary>
public static class TradeStatus
{
    /// <summary>Waits for signatures.</summary>
    public const int Signing = 0;

    /// <summary>Signed by seller, buyer, DSO and LPD.</summary>
    public const int InForce = 1;

    /// <summary>Delivered and paid, or made good.</summary>
    public const int Settled = 2;

    /// <summary>Declined, or not signed by all before the slot.</summary>
    public const int Void = 3;

    /// <summary>The name for messages.</summary>
    public static string NameOf(int status) => status switch
    {
        Signing => "being signed",
        InForce => "in force",
        Settled => "settled",
        _ => "void",
    };
}
