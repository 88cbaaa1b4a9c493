using Ledger.Chaincode;

namespace Ledger.Contracts.Settlement;

/// <summary>
/// Scores of reliability (M10), from how close what was metered came to what was contracted: per slot the accuracy a =
/// floor(10000 max(0, |c| - |m - c|) / |c|), for c = 0 all or nothing, and score = floor(((10000 - alpha) score + alpha a)
/// / 10000). Lives for one call.
/// </summary>
public readonly struct ReliabilityBook
{
    /// <summary>The best score, which everyone begins with.</summary>
    public const long ScoreMax = 10_000;

    private readonly RecordStore<NumberRecord> _scores;
    private readonly StateKey _root;
    private readonly long _alphaBps;

    /// <summary>Opens the scores of a market.</summary>
    public ReliabilityBook(CallContext context, string market, long alphaBps)
    {
        _scores = new RecordStore<NumberRecord>(context, "score");
        _root = _scores.Root.And(market);
        _alphaBps = alphaBps;
    }

    /// <summary>The score of an account.</summary>
    public long ScoreOf(string account) => _scores.Find(_root.And(account))?.Value ?? ScoreMax;

    /// <summary>Counts a slot; does nothing when the market keeps no scores.</summary>
    public void Score(SlotFacts facts)
    {
        if (_alphaBps == 0)
        {
            return;
        }

        for (var i = 0; i < facts.Accounts.Length; i++)
        {
            if (facts.IsEstimated[i])
            {
                continue;
            }

            var accuracy = Accuracy(facts.ContractedWh(i), facts.ExportWh[i] - facts.ImportWh[i]);
            var score = (((ScoreMax - _alphaBps) * ScoreOf(facts.Accounts[i])) + (_alphaBps * accuracy)) / ScoreMax;
            _scores.Put(_root.And(facts.Accounts[i]), new NumberRecord(score));
        }
    }

    private static long Accuracy(long contractedWh, long meteredWh)
    {
        if (contractedWh == 0)
        {
            return meteredWh == 0 ? ScoreMax : 0;
        }

        var size = contractedWh < 0 ? -(Int128)contractedWh : contractedWh;
        var error = (Int128)meteredWh - contractedWh;
        var kept = size - (error < 0 ? -error : error);
        return kept < 0 ? 0 : (long)(ScoreMax * kept / size);
    }
}
