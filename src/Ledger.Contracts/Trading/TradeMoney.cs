using Ledger.Chaincode;
using Ledger.Contracts.Settlement.Rules;
using Ledger.Contracts.Wallet;

namespace Ledger.Contracts.Trading;

/// <summary>
/// The money of one trade in its escrow: what the buyer pays, transport, collateral of both. After the trade has ended,
/// the escrow holds exactly 0. Lives for one call.
/// </summary>
public readonly struct TradeMoney
{
    private readonly CallContext _context;
    private readonly string _escrow;
    private readonly string _cause;
    private readonly TradeRecord _trade;

    /// <summary>Names the trade.</summary>
    public TradeMoney(CallContext context, string tradeId, TradeRecord trade)
    {
        _context = context;
        _escrow = tradeId;
        _cause = "trade " + tradeId;
        _trade = trade;
    }

    /// <summary>What the buyer puts in: energy, transport and collateral.</summary>
    public long BuyersNano =>
        (_trade.QuantityWh * (_trade.PriceMicro + _trade.FeeMicro)) + _trade.BuyerCollateralNano;

    /// <summary>Takes the buyer's part.</summary>
    public void HoldBuyers() => Hold(_trade.Buyer, BuyersNano);

    /// <summary>Takes the seller's collateral.</summary>
    public void HoldSellers() => Hold(_trade.Seller, _trade.SellerCollateralNano);

    /// <summary>Gives back what was put in.</summary>
    public void Return()
    {
        Release(_trade.Buyer, BuyersNano);
        if ((_trade.Signatures & TradeRecord.SellerBit) != 0)
        {
            Release(_trade.Seller, _trade.SellerCollateralNano);
        }

        RequireEmpty();
    }

    /// <summary>Pays everyone what the settlement says; the distributor pays in first when it has to.</summary>
    public void Pay(PeerContractSettlement settled)
    {
        if (settled.DistributorNetNano < 0)
        {
            Hold(_trade.Lpd, (long)-settled.DistributorNetNano);
        }

        var spent = settled.EnergyPaymentNano + settled.TransportFeeNano + settled.BuyerForfeitNano;
        Release(_trade.Seller, (long)(settled.SellerReceiptNano + settled.SellerReturnNano));
        Release(_trade.Dso, (long)settled.TransportFeeNano);
        Release(_trade.Lpd, settled.DistributorNetNano > 0 ? (long)settled.DistributorNetNano : 0);
        Release(_trade.Buyer, (long)(BuyersNano - spent));
        RequireEmpty();
    }

    private void Hold(string account, long amountNano)
    {
        if (amountNano > 0)
        {
            WalletCalls.Hold(_context, account, _escrow, amountNano, _cause);
        }
    }

    private void Release(string account, long amountNano)
    {
        if (amountNano > 0)
        {
            WalletCalls.Release(_context, _escrow, account, amountNano, _cause);
        }
    }

    private void RequireEmpty() => _context.Require(
        WalletCalls.Escrowed(_context, _escrow) == 0, "the escrow of " + _cause + " is not at zero");
}
