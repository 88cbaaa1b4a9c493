using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>
/// Finds contracts by name for one batch, through the bindings in the state at hand. A binding that is made at some
/// height holds from the next one, so what was found for a height stays right for the whole batch, whatever the batch
/// writes. Not thread safe.
/// </summary>
internal sealed class ContractResolver
{
    private readonly StateOverlay _overlay;
    private readonly ContractHost _host;
    private readonly IReadOnlyDictionary<string, BoundContract> _system;
    private readonly Dictionary<string, BoundContract> _found = new(StringComparer.Ordinal);

    public ContractResolver(
        StateOverlay overlay, ContractHost host, IReadOnlyDictionary<string, BoundContract> system, ulong height)
    {
        _overlay = overlay;
        _host = host;
        _system = system;
        Height = height;
    }

    /// <summary>The height whose bindings count.</summary>
    public ulong Height { get; }

    /// <summary>The contract, or null and why there is none.</summary>
    public BoundContract? Find(string name, out CallFailure? failure)
    {
        failure = null;
        if (_found.TryGetValue(name, out var contract) || _system.TryGetValue(name, out contract))
        {
            return contract;
        }

        if (!ContractManifest.IsName(name))
        {
            failure = new CallFailure(ReceiptStatus.NotFound, "no contract has such a name");
            return null;
        }

        if (ContractBinding.TryDecode(_overlay.Get(SystemKeys.Binding(name)))?.At(Height) is not { } bound)
        {
            failure = new CallFailure(ReceiptStatus.NotFound, $"there is no contract {name}");
            return null;
        }

        contract = Load(bound.Package).Find(name);
        if (contract == null)
        {
            failure = new CallFailure(ReceiptStatus.Failed, $"the package of contract {name} cannot be loaded");
            return null;
        }

        _found.Add(name, contract);
        return contract;
    }

    private LoadedPackage Load(Digest package) => _host.Load(package, this, static (resolver, hash) =>
        resolver._overlay.Get(SystemKeys.Code(hash)) ??
        throw new RuntimeInvariantException($"the state has no code for package {hash}"));
}
