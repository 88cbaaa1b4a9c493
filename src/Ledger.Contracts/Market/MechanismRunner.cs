using Ledger.Chaincode;
using Ledger.Contracts.Grid;
using Ledger.Contracts.Market.Auction;
using Ledger.Contracts.Market.Mechanisms;

namespace Ledger.Contracts.Market;

/// <summary>
/// Runs the mechanism that a slot's rules name, one of <see cref="MechanismList"/>, over its book, and turns the result
/// into amounts by order. Everything that the mechanism may need stands in the parameters.
/// </summary>
public sealed class MechanismRunner
{
    private readonly IAuctionMechanism _mechanism;
    private readonly MechanismParameters _parameters;
    private readonly ZoneRecord? _zones;
    private readonly SlotFeeder? _feeder;

    /// <summary>Prepares a mechanism.</summary>
    /// <param name="mechanism">Its name, which is known.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="zones">The zones of the market, or null.</param>
    /// <param name="feeder">The feeder that must bear the result, or null when it is not checked.</param>
    public MechanismRunner(
        string mechanism, MechanismParameters parameters, ZoneRecord? zones, SlotFeeder? feeder)
    {
        _feeder = feeder;
        _mechanism = MechanismList.Find(mechanism)!;
        _parameters = parameters;
        _zones = zones;
    }

    /// <summary>Rejects the call unless a market may choose such a mechanism.</summary>
    public static void RequireKnown(CallContext context, string mechanism) => context.Require(
        mechanism == MechanismNames.ContinuousAuction || MechanismList.Find(mechanism) != null,
        "there is no mechanism " + mechanism);

    /// <summary>
    /// Clears quantities of a book (those of the orders, or less); with a feeder in as many rounds as it takes until that
    /// bears the result (<see cref="SecureClearing"/>).
    /// </summary>
    public MarketOutcome Run(SlotBook book, long[] quantitiesWh)
    {
        var orders = new AuctionOrder[book.Orders.Length];
        for (var i = 0; i < orders.Length; i++)
        {
            orders[i] = OrderOf(book, i, quantitiesWh[i]);
        }

        if (_feeder == null)
        {
            return Outcome(book, orders, _mechanism.Clear(orders, _parameters));
        }

        var secure = SecureClearing.Clear(new SecureCase
        {
            Orders = orders,
            BusOf = _feeder.BusesOf(book),
            Mechanism = _mechanism,
            Parameters = _parameters,
            Feeder = _feeder.Tree,
        });
        return Secured(Outcome(book, orders, secure.Clearing), secure, _feeder);
    }

    private static MarketOutcome Secured(MarketOutcome outcome, SecureOutcome secure, SlotFeeder feeder)
    {
        var allowed = new long[secure.Capped.Length];
        for (var i = 0; i < allowed.Length; i++)
        {
            allowed[i] = secure.Capped[i].QuantityWh;
        }

        var binding = new List<string>();
        foreach (var limit in secure.Binding)
        {
            binding.Add(feeder.NameOf(limit.Violation));
        }

        if (!secure.IsSecure)
        {
            binding.Add("beyond this market");
        }

        outcome.Secure(allowed, secure.Rounds, binding.ToArray(), secure.BusPricesMicro ?? new long[0]);
        return outcome;
    }

    private static MarketOutcome Outcome(SlotBook book, AuctionOrder[] orders, AuctionOutcome result)
    {
        var filled = new long[orders.Length];
        var amounts = new long[orders.Length];
        foreach (var fill in result.Fills)
        {
            filled[fill.Order] = fill.QuantityWh;
            amounts[fill.Order] = (long)fill.AmountNano;
        }

        var transport = new long[orders.Length];
        if (result is AuctionHouseMechanism.Outcome house)
        {
            foreach (var trade in house.Trades)
            {
                transport[trade.Buy] += (long)trade.GridGetsNano;
                amounts[trade.Buy] -= (long)trade.GridGetsNano;
            }
        }

        if (result.OwnerPayments != null)
        {
            AssignOwners(book, orders, filled, amounts, result.OwnerPayments);
        }

        return Outcome(book, result, filled, amounts, transport);
    }

    private AuctionOrder OrderOf(SlotBook book, int index, long quantityWh)
    {
        var order = book.Orders[index];
        var place = order.Source.Length > 0 ? order.Source : book.Members[order.Participant].Bus;
        return new AuctionOrder(
            order.Source + ":" + order.OrderId, order.IsBuy, quantityWh, order.PriceMicro, book.Sequences[index])
        {
            Owner = order.Account,
            Zone = _zones?.ZoneAt(place) ?? "",
            Node = place,
            Origin = order.IsBuy ? "" : Origins.NameOf(Origins.First(order.OriginSet)),
            Origins = order.IsBuy && order.OriginSet != Origins.Any
                ? Origins.NamesOf(order.OriginSet)
                : new string[0],
        };
    }

    /// <summary>
    /// A mechanism that prices owners and not orders: what an owner pays or receives stands at its first filled order.
    /// </summary>
    private static void AssignOwners(
        SlotBook book, AuctionOrder[] orders, long[] filled, long[] amounts, OwnerPayment[] payments)
    {
        var isAssigned = new bool[payments.Length];
        var isKnown = new bool[book.Members.Length];
        for (var i = 0; i < amounts.Length; i++)
        {
            amounts[i] = 0;
            var order = book.Orders[i];
            var isOwn = order.Source.Length == 0;
            if (filled[i] == 0 || (isOwn && isKnown[order.Participant]))
            {
                continue;
            }

            if (isOwn)
            {
                isKnown[order.Participant] = true;
            }

            var place = PlaceOf(payments, orders[i].Owner);
            if (place >= 0 && !isAssigned[place])
            {
                isAssigned[place] = true;
                var payment = payments[place].NetPaymentNano;
                amounts[i] = (long)(orders[i].IsBuy ? payment : -payment);
            }
        }
    }

    /// <summary>The place of an owner among the payments, which stand in ordinal order; -1 when it has none.</summary>
    private static int PlaceOf(OwnerPayment[] payments, string owner)
    {
        var low = 0;
        var high = payments.Length - 1;
        while (low <= high)
        {
            var middle = low + ((high - low) / 2);
            var order = Ordinal.Compare(payments[middle].Owner, owner);
            if (order == 0)
            {
                return middle;
            }

            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }

        return -1;
    }

    private static MarketOutcome Outcome(
        SlotBook book, AuctionOutcome result, long[] filled, long[] amounts, long[] transport)
    {
        Int128 bought = 0;
        Int128 sold = 0;
        Int128 moved = 0;
        for (var i = 0; i < filled.Length; i++)
        {
            bought += book.Orders[i].IsBuy ? filled[i] : 0;
            sold += book.Orders[i].IsBuy ? 0 : filled[i];
            moved += amounts[i];
        }

        var kda = result as KdaUniformMechanism.Outcome;
        var hasPrice = result.BuyPriceMicro != null && result.BuyPriceMicro == result.SellPriceMicro;
        var mean = bought + sold == 0 ? 0 : MechanismRules.FloorDivide(moved, bought + sold);
        var price = hasPrice ? result.BuyPriceMicro!.Value : (long)mean;
        return new MarketOutcome
        {
            FilledWh = filled,
            AmountsNano = amounts,
            TransportNano = transport,
            Pairs = hasPrice && bought == sold && PreferencePairs.AreNeeded(book, filled)
                ? PreferencePairs.Of(book, filled)
                : result.Pairs,
            ClearedWh = (long)(bought > sold ? bought : sold),
            HasPrice = hasPrice,
            PriceMicro = price,
            LowMicro = kda == null ? price : kda.LowMicro,
            HighMicro = kda == null ? price : kda.HighMicro,
            WelfareNano = result.WelfareNano,
            SupervisorSellsWh = (long)(bought - sold),
        };
    }
}
