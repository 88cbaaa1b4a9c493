using Ledger.Chaincode;
using Ledger.Contracts.Registry;
using Ledger.Contracts.Tokens;

namespace Ledger.Contracts.Trading;

/// <summary>
/// Bilateral trades (M2): an offer with its tokens in escrow (M11), taken by a buyer, signed by all four parties (M15),
/// secured by collateral (M14), with a transport fee by the shortest path (M13), settled by the meters of both. The party
/// that keeps the contract is made whole by the local distributor; the other one forfeits.
/// </summary>
[Contract("trading")]
public sealed partial class TradingContract
{
    /// <summary>
    /// Sets the terms on which the caller, a local distributor, backs the trades of a microgrid: prices at which it
    /// supplies and takes (µ¤/kWh), collateral in basis points of the value and its floor (n¤), the part of transport
    /// fees that is raised inside (basis points). Whoever sets them first keeps the say.
    /// </summary>
    [Function]
    [Requires("role", Roles.Lpd)]
    public void SetTerms(
        CallContext context, string microgrid, string dsoAccount, long backupSellMicro, long backupBuyMicro,
            long collateralBps, long collateralFloorNano, long insideFeeBps)
    {
        RegistryCalls.OrganisationOf(context, microgrid);
        Names.RequireAccount(context, dsoAccount);
        context.Require(
            backupSellMicro <= Bounds.PriceMicroMax && backupBuyMicro >= 0 && backupBuyMicro <= backupSellMicro,
            "the distributor sells at most at 1000 per kWh and buys at no more than it sells, not below 0");
        context.Require(
            collateralBps is >= 0 and <= 100_000 && collateralFloorNano is >= 0 and <= Bounds.AmountNanoMax,
            "a collateral is at most 100000 basis points, its floor at most 10^18");
        context.Require(insideFeeBps is >= 0 and <= 10_000, "the part of the fee is 0 to 10000 basis points");
        var state = new TradingState(context);
        var old = state.FindTerms(microgrid);
        if (old != null && old.Lpd != context.Caller.Account)
        {
            context.Deny("the trades of microgrid " + microgrid + " are backed by " + old.Lpd);
        }

        state.Put(microgrid, new TradingTerms
        {
            Lpd = context.Caller.Account,
            Dso = dsoAccount,
            BackupSellMicro = backupSellMicro,
            BackupBuyMicro = backupBuyMicro,
            CollateralBps = collateralBps,
            CollateralFloorNano = collateralFloorNano,
            InsideFeeBps = insideFeeBps,
        });
    }

    /// <summary>
    /// Offers energy of the caller's asset for a slot; its tokens go into escrow. A counterparty may be named, else anyone
    /// may take it. Event <c>offered</c>: id, seller (texts), slot, Wh, µ¤/kWh (longs), origin (text).
    /// </summary>
    [Function]
    [Requires("role", Roles.Prosumer, Roles.ProsumerPlus, Roles.Producer)]
    public void Offer(
        CallContext context, string offerId, long slot, string origin, long qtyWh, long priceMicro, long leastWh,
            long expiresAt, string counterparty)
    {
        Names.RequireIdentifier(context, offerId, "an offer's id");
        SlotRules.Require(context, slot);
        var number = Origins.Require(context, origin);
        var state = new TradingState(context);
        context.Require(state.FindOffer(offerId) == null, "DUPLICATE_ID: there is already an offer " + offerId);
        context.Require(qtyWh > 0 && leastWh >= 0 && leastWh <= qtyWh, "BAD_QTY: a quantity is positive");
        context.Require(priceMicro is >= 0 and <= Bounds.PriceMicroMax, "a price is 0 to 1000 per kWh");
        var seller = context.Caller.Account;
        var asset = RegistryCalls.Asset(context, seller);
        context.Require(
            ((Origins.OfAssetType(asset.AssetType) >> number) & 1) == 1,
            "asset " + asset.AssetId + " is of type " + asset.AssetType + " and feeds in no " + origin);
        context.Require(
            state.FindTerms(asset.Microgrid) != null,
            "no distributor backs the trades of microgrid " + asset.Microgrid);
        TokenCalls.Offer(context, seller, slot, SlotRules.CapacityWh(asset.CapacityW), number, qtyWh);
        state.Put(offerId, new OfferRecord
        {
            Seller = seller,
            Counterparty = counterparty,
            Microgrid = asset.Microgrid,
            Slot = slot,
            Origin = number,
            PriceMicro = priceMicro,
            LeastWh = leastWh,
            ExpiresAt = expiresAt,
            LeftWh = qtyWh,
        });
        context.Emit(
            "offered",
            new RecordWriter().Text(offerId).Text(seller).Long(slot).Long(qtyWh).Long(priceMicro).Text(origin)
                .ToArray());
    }

    /// <summary>Takes back what is left of the caller's offer; its tokens are gone and the capacity is free.</summary>
    [Function]
    [AnyMember]
    public void Withdraw(CallContext context, string offerId)
    {
        var state = new TradingState(context);
        var offer = state.FindOffer(offerId);
        context.Require(offer != null, "UNKNOWN_OFFER: there is no offer " + offerId);
        context.Require(!offer.IsClosed, "CLOSED: offer " + offerId + " was withdrawn or is sold out");
        if (offer.Seller != context.Caller.Account)
        {
            context.Deny("NOT_OWNER: offer " + offerId + " belongs to another account");
        }

        TokenCalls.Withdraw(context, offer.Slot, offer.Seller, offer.Origin, offer.LeftWh);
        offer.LeftWh = 0;
        offer.IsClosed = true;
        state.Put(offerId, offer);
    }

    /// <summary>
    /// Takes a quantity of an offer. The caller signs as buyer: price, transport fee and collateral go into escrow; the
    /// trade comes into force when the others have signed too. Event <c>taken</c>: trade, offer, buyer (texts), Wh,
    /// transport fee µ¤/kWh (longs).
    /// </summary>
    [Function]
    [Requires("role", Roles.Consumer, Roles.Prosumer, Roles.ProsumerPlus)]
    public void Take(CallContext context, string tradeId, string offerId, long qtyWh)
    {
        Names.RequireIdentifier(context, tradeId, "a trade's id");
        var state = new TradingState(context);
        context.Require(state.FindTrade(tradeId) == null, "DUPLICATE_ID: there is already a trade " + tradeId);
        var offer = state.FindOffer(offerId);
        context.Require(offer != null, "UNKNOWN_OFFER: there is no offer " + offerId);
        RequireTakeable(context, offerId, offer, qtyWh);
        var terms = state.FindTerms(offer.Microgrid)!;
        var buyer = RegistryCalls.Asset(context, context.Caller.Account);
        var seller = RegistryCalls.Asset(context, offer.Seller);
        RequireNoDebt(context, state, buyer.Account, terms.Lpd);
        RequireNoDebt(context, state, seller.Account, terms.Lpd);
        TokenCalls.Draw(
            context, buyer.Account, offer.Slot, SlotRules.CapacityWh(buyer.CapacityW), qtyWh);
        var trade = new TradeRecord
        {
            OfferId = offerId,
            Seller = offer.Seller,
            Buyer = buyer.Account,
            Dso = terms.Dso,
            Lpd = terms.Lpd,
            Microgrid = offer.Microgrid,
            SellerMeter = seller.MeterId,
            BuyerMeter = buyer.MeterId,
            Slot = offer.Slot,
            Origin = offer.Origin,
            QuantityWh = qtyWh,
            PriceMicro = offer.PriceMicro,
            FeeMicro = TransportFees.Between(context, seller, buyer, terms),
            SellerCollateralNano = Collateral(context, offer, qtyWh, terms, offer.Seller),
            BuyerCollateralNano = Collateral(context, offer, qtyWh, terms, buyer.Account),
            BackupSellMicro = terms.BackupSellMicro,
            BackupBuyMicro = terms.BackupBuyMicro,
            Signatures = TradeRecord.BuyerBit,
            Status = TradeStatus.Signing,
        };
        new TradeMoney(context, tradeId, trade).HoldBuyers();
        offer.LeftWh -= qtyWh;
        offer.IsClosed = offer.LeftWh == 0;
        state.Put(offerId, offer);
        state.Put(tradeId, trade);
        context.Emit(
            "taken",
            new RecordWriter().Text(tradeId).Text(offerId).Text(buyer.Account).Long(qtyWh).Long(trade.FeeMicro)
                .ToArray());
    }

    /// <summary>
    /// Signs a trade as the party that the caller is; the seller's collateral goes into escrow. With the fourth signature
    /// it is in force. Event <c>signed</c>: trade, account (texts), set of signatures (int).
    /// </summary>
    [Function]
    [AnyMember]
    public void Sign(CallContext context, string tradeId)
    {
        var state = new TradingState(context);
        var trade = state.TradeIn(tradeId, TradeStatus.Signing);
        context.Require(Now(context) < trade.Slot, "LATE: slot " + trade.Slot + " of trade " + tradeId + " has begun");
        var bits = BitsOf(trade, context.Caller.Account);
        if (bits == 0)
        {
            context.Deny("account " + context.Caller.Account + " is no party of trade " + tradeId);
        }

        context.Require((trade.Signatures & bits) != bits, "trade " + tradeId + " is already signed by the caller");
        if ((bits & TradeRecord.SellerBit) != 0)
        {
            new TradeMoney(context, tradeId, trade).HoldSellers();
        }

        trade.Signatures |= bits;
        if (trade.Signatures == TradeRecord.AllBits)
        {
            trade.Status = TradeStatus.InForce;
            AddPending(state, trade, 1);
        }

        state.Put(tradeId, trade);
        context.Emit(
            "signed",
            new RecordWriter().Text(tradeId).Text(context.Caller.Account).Int(trade.Signatures).ToArray());
    }

    /// <summary>
    /// Ends a trade that is not in force: any party may before the slot, anyone once the slot has begun. Money, tokens and
    /// capacity go back. Event <c>voided</c>: trade (text).
    /// </summary>
    [Function]
    [AnyMember]
    public void Decline(CallContext context, string tradeId)
    {
        var state = new TradingState(context);
        var trade = state.TradeIn(tradeId, TradeStatus.Signing);
        if (Now(context) < trade.Slot && BitsOf(trade, context.Caller.Account) == 0)
        {
            context.Deny("account " + context.Caller.Account + " is no party of trade " + tradeId);
        }

        new TradeMoney(context, tradeId, trade).Return();
        TokenCalls.Withdraw(context, trade.Slot, trade.Seller, trade.Origin, trade.QuantityWh);
        TokenCalls.Withdraw(context, trade.Slot, trade.Buyer, -1, trade.QuantityWh);
        trade.Status = TradeStatus.Void;
        state.Put(tradeId, trade);
        context.Emit("voided", new RecordWriter().Text(tradeId).ToArray());
    }

    private static long Now(CallContext context) => context.BlockTimeMilliseconds / 1000;

    private static int BitsOf(TradeRecord trade, string account) =>
        (account == trade.Seller ? TradeRecord.SellerBit : 0)
            | (account == trade.Buyer ? TradeRecord.BuyerBit : 0)
            | (account == trade.Dso ? TradeRecord.DsoBit : 0)
            | (account == trade.Lpd ? TradeRecord.LpdBit : 0);

    private static void RequireTakeable(CallContext context, string offerId, OfferRecord offer, long qtyWh)
    {
        var caller = context.Caller.Account;
        context.Require(!offer.IsClosed, "CLOSED: offer " + offerId + " was withdrawn or is sold out");
        context.Require(
            Now(context) < offer.ExpiresAt && Now(context) < offer.Slot, "EXPIRED: offer " + offerId + " is over");
        context.Require(caller != offer.Seller, "SELF_TRADE: offer " + offerId + " is the caller's own");
        if (offer.Counterparty.Length > 0 && offer.Counterparty != caller)
        {
            context.Deny("NOT_COUNTERPARTY: offer " + offerId + " is for " + offer.Counterparty);
        }

        context.Require(qtyWh > 0, "BAD_QTY: a quantity is positive");
        context.Require(qtyWh <= offer.LeftWh, "QTY_EXCEEDS: offer " + offerId + " has " + offer.LeftWh + " Wh left");
        context.Require(
            qtyWh >= offer.LeastWh || qtyWh == offer.LeftWh,
            "BELOW_MIN_LOT: offer " + offerId + " sells at least " + offer.LeastWh + " Wh");
    }

    private static void RequireNoDebt(CallContext context, TradingState state, string account, string lpd)
    {
        var debt = state.Debt(account, lpd);
        if (debt > 0)
        {
            context.Reject("account " + account + " owes " + debt + " to " + lpd);
        }
    }

    private static void AddPending(TradingState state, TradeRecord trade, int change)
    {
        foreach (var account in new string[] { trade.Seller, trade.Buyer })
        {
            var energy = state.Energy(trade.Slot, account);
            energy.Pending += change;
            state.Put(trade.Slot, account, energy);
        }
    }
}
