using Ledger.Contracts.Calculator;

namespace Ledger.Contracts.Settlement.Rules;

/// <summary>
/// reliability (M10): per slot with contracted c and metered m the accuracy is floor(10000 max(0, |c| - |m - c|) / |c|),
/// for c = 0 it is 10000 when m = 0 and else 0; the score moves toward it by alpha. All in basis points. Pure.
/// </summary>
public sealed class ReliabilityRule : ICalculation
{
    /// <summary>The best score and accuracy.</summary>
    public const long Full = 10_000;

    /// <inheritdoc/>
    public string Name => "reliability";

    /// <summary>Accuracy of one slot, 0 to 10000.</summary>
    public static long Accuracy(long contractedWh, long meteredWh)
    {
        if (contractedWh == 0)
        {
            return meteredWh == 0 ? Full : 0;
        }

        var size = contractedWh < 0 ? -(Int128)contractedWh : contractedWh;
        var error = (Int128)meteredWh - contractedWh;
        var kept = size - (error < 0 ? -error : error);
        return kept <= 0 ? 0 : (long)(Full * kept / size);
    }

    /// <summary>The next score: floor(((10000 - alpha) score + alpha accuracy) / 10000).</summary>
    public static long Next(long score, long accuracy, long alpha) =>
        (((Full - alpha) * score) + (alpha * accuracy)) / Full;

    /// <inheritdoc/>
    public DocumentNode Run(DocumentNode input)
    {
        var score = input.Long("startBps", 0, Full);
        var alpha = input.Long("alphaBps", 0, Full);
        var steps = DocumentNode.List();
        var slots = input.Items("slots");
        for (var i = 0; i < slots.Count; i++)
        {
            var slot = slots.At(i).AsList();
            if (slot.Count != 2)
            {
                throw slot.Wrong("is not a pair of contracted and metered Wh");
            }

            var accuracy = Accuracy(slot.At(0).AsLong(), slot.At(1).AsLong());
            score = Next(score, accuracy, alpha);
            steps.Add(DocumentNode.Object().With("accuracyBps", (Int128)accuracy).With("scoreBps", (Int128)score));
        }

        return DocumentNode.Object().With("steps", steps).With("finalBps", (Int128)score);
    }
}
