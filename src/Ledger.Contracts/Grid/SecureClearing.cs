using Ledger.Chaincode;
using Ledger.Contracts.Market.Auction;
using Ledger.Contracts.Market.Mechanisms;

namespace Ledger.Contracts.Grid;

/// <summary>
/// Repeats a clearing with tighter limits until the feeder carries it (M7). Each round clears the book with the present
/// caps and checks the flow. If limits are violated, the worst one caps orders: those with the largest sensitivity
/// first, then the worst priority, by as much as the linear model asks for; orders at buses with at least half of the
/// largest sensitivity may not grow any more, so that others do not take their place. Caps only fall. In the last round
/// nothing of the book may clear: the flow is then the feeder's own, and the outcome says whether that is secure. Pure.
/// </summary>
public static class SecureClearing
{
    /// <summary>Clears.</summary>
    /// <exception cref="ContractRejection">The number of rounds is out of range.</exception>
    public static SecureOutcome Clear(SecureCase secure)
    {
        if (secure.Rounds is < 1 or > SecureCase.RoundsMax)
        {
            throw new ContractRejection("a secure clearing has 1 to 256 rounds");
        }

        var caps = InitialCaps(secure);
        var mesh = secure.Feeder.Chords.Length > 0 ? new MeshedNetwork(secure.Feeder) : null;
        var binding = new List<BindingLimit>();
        for (var round = 1; ; round++)
        {
            var capped = new AuctionOrder[caps.Length];
            for (var i = 0; i < caps.Length; i++)
            {
                capped[i] = secure.Orders[i].WithQuantity(caps[i]);
            }

            var clearing = secure.Mechanism.Clear(capped, secure.Parameters);
            var flow = FlowOf(secure, mesh, clearing);
            var violations = flow.Violations();
            if (violations.Length == 0 || round == secure.Rounds
                || !Tighten(secure, capped, clearing, flow, violations, caps, binding, round))
            {
                return Seal(secure, capped, clearing, flow, round, violations.Length == 0, binding);
            }

            if (round + 1 == secure.Rounds)
            {
                Array.Clear(caps);
            }
        }
    }

    private static SecureOutcome Seal(
        SecureCase secure, AuctionOrder[] capped, AuctionOutcome clearing, IGridFlow flow, int round, bool isSecure,
        List<BindingLimit> binding)
    {
        var limits = binding.ToArray();
        return new SecureOutcome
        {
            Clearing = clearing,
            Capped = capped,
            Flow = flow,
            Rounds = round,
            IsSecure = isSecure,
            Binding = limits,
            BusPricesMicro = NodalPrices.Of(secure, capped, clearing, flow, limits),
        };
    }

    /// <summary>The quantities, cut by the supervisor's caps of buses in priority order.</summary>
    private static long[] InitialCaps(SecureCase secure)
    {
        var caps = new long[secure.Orders.Length];
        var book = new OrderBook(secure.Orders);
        CapSide(secure, book.Buys, caps);
        CapSide(secure, book.Sells, caps);
        return caps;
    }

    private static void CapSide(SecureCase secure, int[] side, long[] caps)
    {
        var used = new Int128[secure.Feeder.Order.Length];
        foreach (var index in side)
        {
            var (bus, quantity) = (secure.BusOf[index], secure.Orders[index].QuantityWh);
            if (secure.BusCapsWh != null && quantity > secure.BusCapsWh[bus] - used[bus])
            {
                quantity = (long)(secure.BusCapsWh[bus] - used[bus]);
            }

            used[bus] += quantity;
            caps[index] = quantity;
        }
    }

    private static IGridFlow FlowOf(SecureCase secure, MeshedNetwork? mesh, AuctionOutcome clearing)
    {
        var more = new Int128[secure.Feeder.Order.Length];
        foreach (var fill in clearing.Fills)
        {
            var power = (Int128)fill.QuantityWh * secure.SlotsPerHour;
            more[secure.BusOf[fill.Order]] += secure.Orders[fill.Order].IsBuy ? power : -power;
        }

        return mesh == null ? LinDistFlow.Solve(secure.Feeder, more) : mesh.Flow(more);
    }

    /// <summary>Caps orders because of the worst violation that an order can lessen; whether there is one.</summary>
    private static bool Tighten(
        SecureCase secure, AuctionOrder[] capped, AuctionOutcome clearing, IGridFlow flow, Violation[] violations,
        long[] caps, List<BindingLimit> binding, int round)
    {
        var filled = new long[caps.Length];
        foreach (var fill in clearing.Fills)
        {
            filled[fill.Order] = fill.QuantityWh;
        }

        foreach (var violation in WorstFirst(flow, violations))
        {
            foreach (var sensitivity in flow.Sensitivities(violation))
            {
                var candidates = Candidates(secure, capped, filled, sensitivity);
                if (candidates.Length > 0)
                {
                    Cap(secure, filled, sensitivity, candidates, caps);
                    Note(binding, violation, round);
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Voltages before lines, each kind by the size of the violation, then in the order of the list.</summary>
    private static Violation[] WorstFirst(IGridFlow flow, Violation[] violations)
    {
        var excesses = new Int128[violations.Length];
        var order = new int[violations.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
            excesses[i] = flow.Sensitivities(violations[i])[0].Excess;
        }

        MergeSort.Sort(order, new ByExcess(violations, excesses));
        var sorted = new Violation[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            sorted[i] = violations[order[i]];
        }

        return sorted;
    }

    private static int[] Candidates(
        SecureCase secure, AuctionOrder[] capped, long[] filled, LimitSensitivity sensitivity)
    {
        var candidates = new List<int>();
        for (var i = 0; i < filled.Length; i++)
        {
            if (filled[i] > 0 && capped[i].IsBuy == sensitivity.IsAboutPurchases
                && sensitivity.PerWatt[secure.BusOf[i]] > 0)
            {
                candidates.Add(i);
            }
        }

        var sorted = candidates.ToArray();
        MergeSort.Sort(sorted, new BySensitivity(secure, sensitivity));
        return sorted;
    }

    private static void Cap(
        SecureCase secure, long[] filled, LimitSensitivity sensitivity, int[] candidates, long[] caps)
    {
        var most = sensitivity.PerWatt[secure.BusOf[candidates[0]]];
        for (var i = 0; i < caps.Length; i++)
        {
            if (secure.Orders[i].IsBuy == sensitivity.IsAboutPurchases && filled[i] < caps[i]
                && 2 * sensitivity.PerWatt[secure.BusOf[i]] >= most)
            {
                caps[i] = filled[i];
            }
        }

        var excess = sensitivity.Excess;
        foreach (var index in candidates)
        {
            if (excess <= 0)
            {
                return;
            }

            var perWattHour = sensitivity.PerWatt[secure.BusOf[index]] * secure.SlotsPerHour;
            var needed = (excess + perWattHour - 1) / perWattHour;
            var cut = needed < filled[index] ? (long)needed : filled[index];
            caps[index] = filled[index] - cut;
            excess -= cut * perWattHour;
        }
    }

    private static void Note(List<BindingLimit> binding, Violation violation, int round)
    {
        foreach (var limit in binding)
        {
            if (limit.Violation.Kind == violation.Kind && limit.Violation.Index == violation.Index)
            {
                return;
            }
        }

        binding.Add(new BindingLimit(violation, round));
    }

    private sealed class ByExcess : IPrecedence
    {
        private readonly Violation[] _violations;
        private readonly Int128[] _excesses;

        public ByExcess(Violation[] violations, Int128[] excesses)
        {
            _violations = violations;
            _excesses = excesses;
        }

        public bool Precedes(int left, int right)
        {
            var isLeftLine = _violations[left].Kind == Violation.LineLimit;
            var isRightLine = _violations[right].Kind == Violation.LineLimit;
            return isLeftLine != isRightLine ? isRightLine : _excesses[left] > _excesses[right];
        }
    }

    private sealed class BySensitivity : IPrecedence
    {
        private readonly SecureCase _secure;
        private readonly LimitSensitivity _sensitivity;
        private readonly OrderPriority _priority;

        public BySensitivity(SecureCase secure, LimitSensitivity sensitivity)
        {
            _secure = secure;
            _sensitivity = sensitivity;
            _priority = new OrderPriority(secure.Orders);
        }

        public bool Precedes(int left, int right)
        {
            var a = _sensitivity.PerWatt[_secure.BusOf[left]];
            var b = _sensitivity.PerWatt[_secure.BusOf[right]];
            return a != b ? a > b : _priority.Precedes(right, left);
        }
    }
}
