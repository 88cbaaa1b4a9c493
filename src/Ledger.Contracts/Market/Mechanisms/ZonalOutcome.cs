using Ledger.Contracts.Calculator;
using Ledger.Contracts.Market.Auction;
using Ledger.Contracts.Market.Zones;

namespace Ledger.Contracts.Market.Mechanisms;

/// <summary>Also tells prices and balances of the zones and flows of the links.</summary>
public sealed class ZonalOutcome : AuctionOutcome
{
    private readonly ZonalClearing _clearing;
    private readonly bool _isUniformForBuyers;

    private ZonalOutcome(ZonalClearing clearing, bool isUniformForBuyers)
    {
        _clearing = clearing;
        _isUniformForBuyers = isUniformForBuyers;
    }

    /// <summary>Prices, balances and flows.</summary>
    public ZonalClearing Clearing => _clearing;

    /// <summary>The buyers' one price under pun, in µ¤/kWh; null when nothing is bought.</summary>
    public long? PunMicro { get; private init; }

    /// <summary>Ids of the bids that pun removed, in order.</summary>
    public string[] Removed { get; private init; } = new string[0];

    /// <inheritdoc/>
    public override DocumentNode Describe(AuctionOrder[] orders)
    {
        var node = DocumentNode.Object()
            .With("zones", DescribeZones())
            .With("flows", DescribeFlows())
            .With("fills", DescribeFills(orders, withAmounts: true))
            .With("clearedWh", ClearedWh);
        if (_isUniformForBuyers)
        {
            node.With("punMicro", PunMicro).With("removed", DocumentNode.Texts(Removed));
        }

        return node
            .With("congestionRentNano", _clearing.CongestionRentNano())
            .With("operatorSurplusNano", OperatorSurplusNano)
            .With("welfareNano", WelfareNano);
    }

    /// <summary>Prices the fills of a clearing.</summary>
    internal static ZonalOutcome Of(ZonalClearing clearing, bool isUniformForBuyers, long? pun, string[] removed)
    {
        var book = clearing.Book;
        var allocation = new Allocation(new OrderBook(book.Orders), clearing.Filled);
        var amounts = new Int128[book.Orders.Length];
        for (var i = 0; i < amounts.Length; i++)
        {
            if (clearing.Filled[i] > 0)
            {
                var price = isUniformForBuyers && book.Orders[i].IsBuy ? pun : clearing.PricesMicro[book.ZoneOf[i]];
                amounts[i] = (Int128)clearing.Filled[i] * price!.Value;
            }
        }

        var fills = allocation.Fills(amounts);
        return new ZonalOutcome(clearing, isUniformForBuyers)
        {
            ClearedWh = allocation.ClearedWh,
            BuyPriceMicro = pun,
            Fills = fills,
            Pairs = allocation.Pairs(),
            OperatorSurplusNano = allocation.Surplus(fills),
            WelfareNano = allocation.Welfare(),
            PunMicro = pun,
            Removed = removed,
        };
    }

    private DocumentNode DescribeZones()
    {
        var network = _clearing.Book.Network;
        var zones = DocumentNode.List();
        for (var i = 0; i < network.Zones.Length; i++)
        {
            zones.Add(DocumentNode.Object()
                .With("zone", network.Zones[i])
                .With("priceMicro", _clearing.PricesMicro[i])
                .With("buyWh", _clearing.BuyWh[i])
                .With("sellWh", _clearing.SellWh[i])
                .With("netExportWh", _clearing.SellWh[i] - _clearing.BuyWh[i]));
        }

        return zones;
    }

    private DocumentNode DescribeFlows()
    {
        var flows = DocumentNode.List();
        for (var i = 0; i < _clearing.FlowsWh.Length; i++)
        {
            flows.Add(DocumentNode.Object()
                .With("link", _clearing.Book.Network.Links[i].Id)
                .With("flowWh", _clearing.FlowsWh[i]));
        }

        return flows;
    }
}
