using Ledger.Chaincode;

namespace Ledger.Contracts.Grid;

/// <summary>
/// Price formation between buses by rounds of messages (M5): exchange by the alternating direction method of multipliers
/// (Boyd et al. 2011, section 7.3.2). In each round every device answers the price with a quantity; the mean of the
/// answers, in millionths of a Wh, moves the price until all answers add up to nothing. A device answers with the x that
/// minimises its cost(x) + price x + rho/2 (x - (its last answer - the last mean))². One value is the state after a
/// round, with its residuals as the proof of convergence. Immutable.
/// </summary>
public sealed class PriceIteration
{
    /// <summary>Fractions of a Wh and of a µ¤/kWh that are kept.</summary>
    public const long Scale = 1_000_000;

    /// <summary>Most rounds.</summary>
    public const int RoundsMax = 1_000;

    /// <summary>Rounds so far.</summary>
    public int Round { get; init; }

    /// <summary>The price that devices answer next, in millionths of a µ¤/kWh.</summary>
    public Int128 PriceScaled { get; init; }

    /// <summary>Mean of the last answers, in millionths of a Wh; positive when more is consumed than generated.</summary>
    public Int128 MeanScaled { get; init; }

    /// <summary>The last answers in Wh: consumption positive, generation negative.</summary>
    public required long[] AnswersWh { get; init; }

    /// <summary>What the last answers add up to, in Wh, without its sign: the primal residual.</summary>
    public Int128 ImbalanceWh { get; init; }

    /// <summary>
    /// The largest change of an answer against the mean in the last round times rho, in millionths of a µ¤/kWh: the dual
    /// residual.
    /// </summary>
    public Int128 DualScaled { get; init; }

    /// <summary>Whether both residuals are within the tolerances.</summary>
    public bool IsConverged { get; init; }

    /// <summary>The price in µ¤/kWh, rounded down.</summary>
    public long PriceMicro => (long)Market.Mechanisms.MechanismRules.FloorDivide(PriceScaled, Scale);

    /// <summary>The state before the first round.</summary>
    public static PriceIteration Start(int devices, long priceMicro) => new()
    {
        AnswersWh = new long[devices],
        PriceScaled = (Int128)priceMicro * Scale,
    };

    /// <summary>The state after one more round.</summary>
    /// <param name="answersWh">One answer of each device.</param>
    /// <param name="rules">Step and tolerances.</param>
    /// <exception cref="ContractRejection">Answers are missing, or the rounds are used up or over.</exception>
    public PriceIteration Next(long[] answersWh, PriceIterationRules rules)
    {
        if (answersWh.Length != AnswersWh.Length || answersWh.Length == 0)
        {
            throw new ContractRejection("a round needs one answer of each of " + AnswersWh.Length + " devices");
        }

        if (IsConverged || Round >= rules.RoundsMax)
        {
            throw new ContractRejection("the iteration ended after round " + Round);
        }

        Int128 sum = 0;
        foreach (var answer in answersWh)
        {
            sum += answer;
        }

        var mean = Settlement.Rules.InvoiceRounding.HalfEven(sum * Scale, answersWh.Length);
        Int128 change = 0;
        for (var i = 0; i < answersWh.Length; i++)
        {
            var moved = (((Int128)answersWh[i] - AnswersWh[i]) * Scale) - (mean - MeanScaled);
            moved = moved < 0 ? -moved : moved;
            change = moved > change ? moved : change;
        }

        var imbalance = sum < 0 ? -sum : sum;
        var dual = change * rules.RhoMicro;
        return new PriceIteration
        {
            Round = Round + 1,
            PriceScaled = PriceScaled + (mean * rules.RhoMicro),
            MeanScaled = mean,
            AnswersWh = answersWh,
            ImbalanceWh = imbalance,
            DualScaled = dual,
            IsConverged = imbalance <= rules.ImbalanceWhMax && dual <= (Int128)rules.DualMicroMax * Scale,
        };
    }
}
