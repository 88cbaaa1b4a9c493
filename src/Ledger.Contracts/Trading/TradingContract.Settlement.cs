using Ledger.Chaincode;
using Ledger.Contracts.Certificates;
using Ledger.Contracts.Metering;
using Ledger.Contracts.Settlement;
using Ledger.Contracts.Settlement.Rules;
using Ledger.Contracts.Tokens;
using Ledger.Contracts.Wallet;

namespace Ledger.Contracts.Trading;

/// <content>Settlement of trades, debts, and reading.</content>
public sealed partial class TradingContract
{
    /// <summary>
    /// Settles a trade in force once its slot is over and both meters have reported: the buyer pays what it took, the
    /// seller is paid what it delivered, the distributor covers the difference and is made whole from the collateral of
    /// the party in breach (M14); tokens are burned in the same moment (M11), the buyer gets a certificate of origin. A
    /// meter's reading serves the trades of a slot in the order of their settlement. Event <c>tradeSettled</c>: trade,
    /// outcome (texts), delivered, absorbed Wh, forfeits of seller and buyer, debts of both in n¤ (longs); event
    /// <c>correctiveAction</c> to the distributor when it has to supply or to take: trade, distributor (texts), Wh it
    /// supplies, Wh it takes (longs).
    /// </summary>
    [Function]
    [AnyMember]
    public void Settle(CallContext context, string tradeId)
    {
        var state = new TradingState(context);
        var trade = state.TradeIn(tradeId, TradeStatus.InForce);
        context.Require(
            Now(context) >= trade.Slot + Slot.LengthSeconds,
            "EARLY: slot " + trade.Slot + " of trade " + tradeId + " is not over");
        AddPending(state, trade, -1);
        trade.DeliveredWh = TakeReading(context, state, trade, trade.Seller, trade.SellerMeter, isSale: true);
        trade.AbsorbedWh = TakeReading(context, state, trade, trade.Buyer, trade.BuyerMeter, isSale: false);
        var settled = PeerContractRule.Settle(new PeerContractTerms
        {
            QuantityWh = trade.QuantityWh,
            PriceMicro = trade.PriceMicro,
            DeliveredWh = trade.DeliveredWh,
            AbsorbedWh = trade.AbsorbedWh,
            SellerCollateralNano = trade.SellerCollateralNano,
            BuyerCollateralNano = trade.BuyerCollateralNano,
            BackupSellMicro = trade.BackupSellMicro,
            BackupBuyMicro = trade.BackupBuyMicro,
            TransportFeeMicro = trade.FeeMicro,
        });
        new TradeMoney(context, tradeId, trade).Pay(settled);
        AddDebt(state, trade.Seller, trade.Lpd, settled.SellerDebtNano);
        AddDebt(state, trade.Buyer, trade.Lpd, settled.BuyerDebtNano);
        TokenCalls.Deliver(
            context,
            trade.Slot,
            new string[] { trade.Seller },
            new long[] { settled.BurnedDeliveredWh },
            new long[] { settled.BurnedExpiredWh });
        Certify(context, trade);
        trade.Status = TradeStatus.Settled;
        trade.Outcome = settled.Status;
        state.Put(tradeId, trade);
        Report(context, tradeId, trade, settled);
    }

    /// <summary>Pays the caller's debt to a distributor, whole or in part.</summary>
    [Function]
    [AnyMember]
    public void PayDebt(CallContext context, string lpd, long amountNano)
    {
        var state = new TradingState(context);
        var debt = state.Debt(context.Caller.Account, lpd);
        context.Require(
            amountNano > 0 && amountNano <= debt, "account " + context.Caller.Account + " owes " + debt + " to " + lpd);
        WalletCalls.Pay(context, context.Caller.Account, lpd, amountNano, "debt");
        state.PutDebt(context.Caller.Account, lpd, debt - amountNano);
    }

    /// <summary>What an account owes a distributor, in n¤.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long Debt(CallContext context, string account, string lpd) => new TradingState(context).Debt(account, lpd);

    /// <summary>
    /// A trade as numbers: 0 status (<see cref="TradeStatus"/>), 1 signatures, 2 slot, 3 Wh, 4 price, 5 fee (µ¤/kWh), 6
    /// and 7 collateral of seller and buyer (n¤), 8 delivered, 9 absorbed Wh; empty when there is none.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long[] Trade(CallContext context, string tradeId)
    {
        var trade = new TradingState(context).FindTrade(tradeId);
        if (trade == null)
        {
            return new long[0];
        }

        return new long[]
        {
            trade.Status,
            trade.Signatures,
            trade.Slot,
            trade.QuantityWh,
            trade.PriceMicro,
            trade.FeeMicro,
            trade.SellerCollateralNano,
            trade.BuyerCollateralNano,
            trade.DeliveredWh,
            trade.AbsorbedWh,
        };
    }

    /// <summary>Seller, buyer, DSO, LPD, microgrid and outcome of a trade; empty when there is none.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public string[] Parties(CallContext context, string tradeId)
    {
        var trade = new TradingState(context).FindTrade(tradeId);
        return trade == null
            ? new string[0]
            : new string[] { trade.Seller, trade.Buyer, trade.Dso, trade.Lpd, trade.Microgrid, trade.Outcome };
    }

    /// <summary>
    /// What trades took of the readings of several accounts (at most 1,000) in a slot, three numbers each: sold Wh, bought
    /// Wh, trades in force that are not settled.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long[] TradedEnergy(CallContext context, long slot, string[] accounts)
    {
        context.Require(accounts.Length <= Bounds.ListMax, "at most 1000 accounts are asked at once");
        var state = new TradingState(context);
        var values = new long[3 * accounts.Length];
        for (var i = 0; i < accounts.Length; i++)
        {
            var energy = state.Energy(slot, accounts[i]);
            values[3 * i] = energy.SoldWh;
            values[(3 * i) + 1] = energy.BoughtWh;
            values[(3 * i) + 2] = energy.Pending;
        }

        return values;
    }

    private static long Collateral(
        CallContext context, OfferRecord offer, long qtyWh, TradingTerms terms, string account) =>
        (long)CollateralRule.Collateral(
            qtyWh,
            offer.PriceMicro,
            terms.CollateralBps,
            SettlementCalls.Reliability(context, offer.Microgrid, account),
            terms.CollateralFloorNano);

    /// <summary>What of a meter's reading is left for a trade, at most its quantity.</summary>
    private static long TakeReading(
        CallContext context, TradingState state, TradeRecord trade, string account, string meter, bool isSale)
    {
        var reading = MeteringCalls.ReadingsOf(context, trade.Slot, new string[] { meter });
        context.Require(reading[0] >= 0, "meter " + meter + " has no reading for slot " + trade.Slot);
        var energy = state.Energy(trade.Slot, account);
        var left = isSale ? reading[1] - energy.SoldWh : reading[0] - energy.BoughtWh;
        var taken = left < 0 ? 0 : left < trade.QuantityWh ? left : trade.QuantityWh;
        energy.SoldWh += isSale ? taken : 0;
        energy.BoughtWh += isSale ? 0 : taken;
        state.Put(trade.Slot, account, energy);
        return taken;
    }

    private static void AddDebt(TradingState state, string account, string lpd, Int128 amountNano)
    {
        if (amountNano > 0)
        {
            state.PutDebt(account, lpd, state.Debt(account, lpd) + (long)amountNano);
        }
    }

    private static void Certify(CallContext context, TradeRecord trade)
    {
        var certified = trade.DeliveredWh < trade.AbsorbedWh ? trade.DeliveredWh : trade.AbsorbedWh;
        if (certified > 0)
        {
            CertificateCalls.Issue(
                context,
                trade.Slot,
                new string[] { trade.Seller },
                new string[] { trade.Buyer },
                new long[] { trade.Origin },
                new long[] { certified });
        }
    }

    private static void Report(
        CallContext context, string tradeId, TradeRecord trade, PeerContractSettlement settled)
    {
        context.Emit(
            "tradeSettled",
            new RecordWriter()
                .Text(tradeId)
                .Text(settled.Status)
                .Long(trade.DeliveredWh)
                .Long(trade.AbsorbedWh)
                .Long((long)settled.SellerForfeitNano)
                .Long((long)settled.BuyerForfeitNano)
                .Long((long)settled.SellerDebtNano)
                .Long((long)settled.BuyerDebtNano)
                .ToArray());
        if (settled.ShortWh > 0 || settled.ExcessWh > 0)
        {
            context.Emit(
                "correctiveAction",
                new RecordWriter().Text(tradeId).Text(trade.Lpd).Long(settled.ShortWh).Long(settled.ExcessWh)
                    .ToArray());
        }
    }
}
