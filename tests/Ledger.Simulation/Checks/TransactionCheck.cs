using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// Every executed transaction was made and signed by a client, stands inside its window, and is in the chain once.
/// </summary>
/// <param name="chainId">The chain.</param>
internal sealed class TransactionCheck(Digest chainId)
{
    private readonly HashSet<Digest> _issued = [];
    private readonly HashSet<Digest> _executed = [];

    /// <summary>A client has made a transaction.</summary>
    public void OnIssued(Digest id) => _issued.Add(id);

    /// <summary>Whether the chain holds it.</summary>
    public bool IsExecuted(Digest id) => _executed.Contains(id);

    /// <summary>A height is agreed for the first time.</summary>
    public void OnBlock(Block block)
    {
        var height = block.Header.Height.Value;
        for (var i = 0; i < block.Batch.Transactions.Count; i++)
        {
            var transaction = block.Batch.Transactions[i];
            var body = transaction.Body;
            if (!_issued.Contains(transaction.Id) || !transaction.VerifySignature(FakeVerifier.Instance, chainId))
            {
                throw Failure(transaction, height, "was signed by no client");
            }

            if (height < body.ValidFrom || height > body.ValidUntil)
            {
                throw Failure(transaction, height, $"is valid from {body.ValidFrom} to {body.ValidUntil}");
            }

            if (!_executed.Add(transaction.Id))
            {
                throw Failure(transaction, height, "was executed before");
            }

            var receipt = Receipt.TryDecode(block.Receipts[i].Span);
            if (receipt == null || receipt.TransactionId != transaction.Id ||
                receipt.Status is ReceiptStatus.Duplicate or ReceiptStatus.OutsideWindow)
            {
                throw Failure(transaction, height, $"has the receipt {receipt?.Status}");
            }
        }
    }

    private static SimulationFailedException Failure(Transaction transaction, ulong height, string message) =>
        new("transactions", $"{transaction.Id.ToShortString()} in block {height} {message}");
}
