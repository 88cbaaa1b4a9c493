using System.Text;
using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>Compiles contracts before they are called, beside the blocks.</summary>
public sealed partial class BatchExecutor
{
    private static readonly byte[] BindingPrefix =
        Encoding.UTF8.GetBytes($"{SystemKeys.Lifecycle}\0{SystemKeys.ContractCollection}\0");

    /// <summary>
    /// Loads and compiles every contract that is in force or to come, on other threads: for a node that starts. Packages
    /// that are agreed on later are compiled by themselves once the block that decides is executed. Changes no result.
    /// </summary>
    /// <param name="state">The state after the newest block.</param>
    /// <returns>Completes when all are compiled; nobody needs to wait.</returns>
    public Task Prepare(IStateView state)
    {
        var prepared = new List<Task>();
        foreach (var (_, binding) in state.Scan(BindingPrefix))
        {
            prepared.Add(Prepare(binding, state, static (view, key) => view.Get(key)));
        }

        return Task.WhenAll(prepared);
    }

    private void PrepareNew(IReadOnlyList<StateWrite> writes, StateOverlay overlay)
    {
        foreach (var write in writes)
        {
            if (write.Value is { } binding && write.Key.AsSpan().StartsWith(BindingPrefix))
            {
                _ = Prepare(binding, overlay, static (state, key) => state.Get(key));
            }
        }
    }

    private Task Prepare<TState>(byte[] binding, TState state, Func<TState, byte[], byte[]?> get) =>
        ContractBinding.TryDecode(binding) is { Newest: { IsRetired: false, Package: var package } } &&
        get(state, SystemKeys.Code(package)) is { } code
            ? _host.Prepare(package, code)
            : Task.CompletedTask;
}
