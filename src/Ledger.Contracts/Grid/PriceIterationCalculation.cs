using Ledger.Contracts.Calculator;

namespace Ledger.Contracts.Grid;

/// <summary>
/// price-iteration (M5): <c>priceMicro</c> to begin with, <c>rhoMicro</c>, <c>imbalanceWhMax</c>, <c>dualMicroMax</c>,
/// <c>roundsMax</c>, and <c>rounds</c>, a list of the answers of each round; the residuals after each. Pure.
/// </summary>
public sealed class PriceIterationCalculation : ICalculation
{
    /// <inheritdoc/>
    public string Name => "price-iteration";

    /// <inheritdoc/>
    public DocumentNode Run(DocumentNode input)
    {
        var rules = new PriceIterationRules
        {
            RhoMicro = input.Long("rhoMicro", 1, 1_000_000_000),
            ImbalanceWhMax = input.Long("imbalanceWhMax", 0, long.MaxValue),
            DualMicroMax = input.Long("dualMicroMax", 0, long.MaxValue),
            RoundsMax = (int)input.Long("roundsMax", 1, PriceIteration.RoundsMax),
        };
        var rounds = input.Items("rounds");
        var devices = rounds.Count == 0 ? 0 : rounds.At(0).AsList().Count;
        var state = PriceIteration.Start(devices, input.Long("priceMicro"));
        var steps = DocumentNode.List();
        for (var i = 0; i < rounds.Count; i++)
        {
            var answers = new long[rounds.At(i).AsList().Count];
            for (var j = 0; j < answers.Length; j++)
            {
                answers[j] = rounds.At(i).At(j).AsLong();
            }

            state = state.Next(answers, rules);
            steps.Add(DocumentNode.Object()
                .With("priceScaled", state.PriceScaled)
                .With("meanScaled", state.MeanScaled)
                .With("imbalanceWh", state.ImbalanceWh)
                .With("dualScaled", state.DualScaled));
        }

        return DocumentNode.Object()
            .With("steps", steps)
            .With("priceMicro", (Int128)state.PriceMicro)
            .With("converged", state.IsConverged);
    }
}
