using Ledger.Contracts.Calculator;

namespace Ledger.Contracts.Settlement.Rules;

/// <summary>imbalance (M1): one or two prices for deviations (<see cref="Imbalance"/>). Pure.</summary>
public sealed class ImbalanceRule : ICalculation
{
    /// <inheritdoc/>
    public string Name => "imbalance";

    /// <inheritdoc/>
    public DocumentNode Run(DocumentNode input)
    {
        var mode = input.Text("mode");
        if (mode is not "single" and not "dual")
        {
            throw input.Item("mode").Wrong("is neither single nor dual");
        }

        var participants = input.Items("participants");
        var contracted = new long[participants.Count];
        var metered = new long[participants.Count];
        for (var i = 0; i < contracted.Length; i++)
        {
            contracted[i] = participants.At(i).Long("contractedWh", -Bound, Bound);
            metered[i] = participants.At(i).Long("meteredWh", -Bound, Bound);
        }

        var result = Imbalance.Settle(
            mode == "dual", input.Long("dayAheadMicro"), input.Long("upMicro"), input.Long("downMicro"), contracted,
            metered);
        var rows = DocumentNode.List();
        for (var i = 0; i < contracted.Length; i++)
        {
            rows.Add(DocumentNode.Object()
                .With("id", participants.At(i).Text("id"))
                .With("deviationWh", (Int128)result.DeviationsWh[i])
                .With("amountNano", result.AmountsNano[i]));
        }

        return DocumentNode.Object()
            .With("systemWh", result.SystemWh)
            .With("state", result.SystemWh < 0 ? "short" : result.SystemWh > 0 ? "long" : "balanced")
            .With("longPriceMicro", (Int128)result.LongPriceMicro)
            .With("shortPriceMicro", (Int128)result.ShortPriceMicro)
            .With("rows", rows)
            .With("gridSupervisorNano", result.SupervisorNano);
    }

    // A difference of two readings fits 63 bits.
    private const long Bound = long.MaxValue / 2;
}
