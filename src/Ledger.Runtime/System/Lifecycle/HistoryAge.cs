using System.Text;
using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>For how long the history of a contract's keys is of use, as its package states.</summary>
/// <param name="Contract">The contract's name.</param>
/// <param name="Days">
/// Days of ledger time, 1 to <see cref="ContractManifest.HistoryAgeDaysMax"/>: what was overwritten or removed in a block
/// older than that may be pruned.
/// </param>
public sealed record HistoryAge(string Contract, int Days)
{
    /// <summary>Every key of the contract begins with these bytes, and no key of another contract does.</summary>
    public byte[] KeyPrefix() => Encoding.UTF8.GetBytes($"{Contract}\0");

    /// <summary>
    /// The ages that the packages in force state; contracts that state none, retired ones and the ledger's own are not in
    /// the list.
    /// </summary>
    /// <param name="state">A state after a block.</param>
    /// <param name="height">The height whose packages count.</param>
    /// <returns>Ascending by the bytes of the names.</returns>
    /// <exception cref="RuntimeInvariantException">The state is not one that executions made: stop the node.</exception>
    public static IReadOnlyList<HistoryAge> Read(IStateView state, ulong height)
    {
        var prefix = Encoding.UTF8.GetBytes($"{SystemKeys.Lifecycle}\0{SystemKeys.ContractCollection}\0");
        var ages = new List<HistoryAge>();
        foreach (var (key, value) in state.Scan(prefix))
        {
            if (ContractBinding.TryDecode(value)!.At(height) is not { IsRetired: false } bound)
            {
                continue;
            }

            var name = Encoding.UTF8.GetString(key.AsSpan()[prefix.Length..^1]);
            var days = DaysOf(state, bound.Package, name);
            if (days != 0)
            {
                ages.Add(new HistoryAge(name, days));
            }
        }

        return ages;
    }

    private static int DaysOf(IStateView state, Digest package, string contract)
    {
        var stored = state.Get(SystemKeys.Package(package));
        RuntimeInvariantException.Check(stored != null, $"the state has a record of package {package}");
        foreach (var (name, manifest) in PackageRecord.Decode(stored).Contracts)
        {
            if (name == contract)
            {
                return ContractManifest.HistoryAgeDaysOf(manifest);
            }
        }

        throw new RuntimeInvariantException($"the package bound to {contract} holds it");
    }
}
