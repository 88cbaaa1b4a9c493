using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// The contract's own books: the count of every name is the sum of the amounts of the successful calls in the chain, by
/// a calculation that knows nothing of the executor.
/// </summary>
internal sealed class LedgerCheck
{
    private readonly SortedDictionary<string, long> _sums = new(StringComparer.Ordinal);

    /// <summary>A height is agreed for the first time.</summary>
    public void OnBlock(Block block)
    {
        for (var i = 0; i < block.Batch.Transactions.Count; i++)
        {
            var receipt = Receipt.TryDecode(block.Receipts[i].Span)!;
            var calls = block.Batch.Transactions[i].Body.Calls;
            for (var j = 0; j < calls.Count && j < receipt.Calls.Count; j++)
            {
                if (calls[j] is { Contract: SimulatedGenesis.Contract, Function: "add" } &&
                    receipt.Calls[j].Status == ReceiptStatus.Ok)
                {
                    var reader = new CanonicalReader(calls[j].Arguments.Span);
                    var name = reader.Text(64);
                    _sums[name] = _sums.GetValueOrDefault(name) + reader.I64();
                }
            }
        }
    }

    /// <summary>A replica has stored every block up to now.</summary>
    public void OnState(string node, IStateView state)
    {
        foreach (var (name, sum) in _sums)
        {
            var stored = state.Get(KeyOf(name));
            var found = stored == null ? 0 : new CanonicalReader(stored).I64();
            if (found != sum)
            {
                throw new SimulationFailedException(
                    "ledger", $"{node} counts {found} for {name}, the chain adds up to {sum}");
            }
        }
    }

    /// <summary>The whole key of a count.</summary>
    public static byte[] KeyOf(string name) =>
        System.Text.Encoding.UTF8.GetBytes($"{SimulatedGenesis.Contract}\0count\0{name}\0");
}
