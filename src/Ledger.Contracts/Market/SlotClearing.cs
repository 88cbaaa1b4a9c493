using Ledger.Chaincode;

namespace Ledger.Contracts.Market;

/// <summary>From the book of a slot to the outcome of its market.</summary>
public static class SlotClearing
{
    /// <summary>Runs the mechanism.</summary>
    public static MarketOutcome Run(CallContext context, SlotRecord record, SlotBook book)
    {
        var quantities = new long[book.Orders.Length];
        for (var i = 0; i < quantities.Length; i++)
        {
            quantities[i] = book.Orders[i].QuantityWh;
        }

        return BlockClearing.Run(record.Rules, book, quantities);
    }
}
