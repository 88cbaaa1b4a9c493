using Ledger.Chaincode;
using Ledger.Contracts.Settlement.Rules;

namespace Ledger.Contracts.Settlement;

/// <summary>
/// Scores of reliability (M10), from how close what was metered came to what was contracted, by <see
/// cref="ReliabilityRule"/>; estimated readings do not count. Lives for one call.
/// </summary>
public readonly struct ReliabilityBook
{
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

    /// <summary>The score of an account; the best one before its first slot.</summary>
    public long ScoreOf(string account) => _scores.Find(_root.And(account))?.Value ?? ReliabilityRule.Full;

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

            var accuracy = ReliabilityRule.Accuracy(facts.ContractedWh(i), facts.ExportWh[i] - facts.ImportWh[i]);
            var score = ReliabilityRule.Next(ScoreOf(facts.Accounts[i]), accuracy, _alphaBps);
            _scores.Put(_root.And(facts.Accounts[i]), new NumberRecord(score));
        }
    }
}
