using Ledger.Node.Execution;
using Ledger.Primitives;
using Ledger.Runtime;
using Ledger.Storage;

namespace Ledger.Node.Audit;

/// <summary>What a stopped node's ledger says of its contracts, to name arguments and results.</summary>
public static class StoredContracts
{
    /// <summary>Blocks that are searched for an account that the ledger knows, in whose name to ask.</summary>
    private const ulong SearchMax = 4096;

    /// <summary>The result of <c>lifecycle.contracts()</c> at the head.</summary>
    /// <param name="store">The ledger.</param>
    /// <param name="genesisPath">Its genesis.</param>
    /// <returns>The encoded list; null when no account is found in whose name the ledger answers.</returns>
    /// <exception cref="NodeConfigurationException">The genesis file cannot be used.</exception>
    public static byte[]? TryRead(LedgerStore store, string genesisPath)
    {
        var (genesis, _) = NodeEnvironment.ReadGenesis(genesisPath);
        if (store.Head is not { } head || FindAccount(store) is not { } account)
        {
            return null;
        }

        var executor = ExecutorFactory.Create(genesis, NodeEnvironment.TrustOf(genesis));
        using var snapshot = store.Snapshot();
        var result = executor.Query(
            new BlockContext(head.Height.Value, head.TimeMilliseconds), snapshot, account,
            new ContractCall("lifecycle", "contracts", default));
        return result.Status == ReceiptStatus.Ok ? result.Result.ToArray() : null;
    }

    private static string? FindAccount(LedgerStore store)
    {
        var head = store.Height.Value;
        var lowest = Math.Max(store.LowestBlock.Value, head > SearchMax ? head - SearchMax : 1);
        for (var height = head; height >= lowest; height--)
        {
            var block = store.ReadBlock(new SequenceNumber(height));
            for (var i = 0; i < block?.Receipts.Count; i++)
            {
                if (Receipt.TryDecode(block.Receipts[i].Span)?.Status == ReceiptStatus.Ok)
                {
                    return block.Batch.Transactions[i].Body.Account;
                }
            }
        }

        return null;
    }
}
