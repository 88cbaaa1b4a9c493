using System.Text;
using Ledger.Storage;

namespace Ledger.Node.Admin;

/// <summary>How much history stays of a contract's keys. Immutable.</summary>
/// <param name="Contract">Its name.</param>
/// <param name="LowestHistory">Height from which on the history of its keys stays whole.</param>
public sealed record ContractPruning(string Contract, ulong LowestHistory)
{
    /// <summary>What its whole keys begin with.</summary>
    public byte[] KeyPrefix => Encoding.UTF8.GetBytes(Contract + '\0');

    /// <summary>The contracts of whose keys a ledger keeps less history than of others, by name.</summary>
    public static IReadOnlyList<ContractPruning> Of(LedgerStore store)
    {
        var contracts = new List<ContractPruning>();
        foreach (var pruned in store.PrunedPrefixes)
        {
            if (pruned.Lowest > store.LowestHistory)
            {
                contracts.Add(new ContractPruning(
                    Encoding.UTF8.GetString(pruned.Prefix.AsSpan().TrimEnd((byte)0)), pruned.Lowest.Value));
            }
        }

        return contracts;
    }
}
