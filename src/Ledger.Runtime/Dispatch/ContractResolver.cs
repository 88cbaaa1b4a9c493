using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>
/// Finds contracts by name for one batch, through the bindings in the state at hand. A binding that is made at some
/// height holds from a later one, so what was found for a height stays right for the whole batch, unless a migration
/// takes the contract out of the rest of it (<see cref="Forget"/>). Not thread safe.
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

        var binding = ContractBinding.TryDecode(_overlay.Get(SystemKeys.Binding(name)));
        if (binding?.At(Height) is not { } bound)
        {
            failure = new CallFailure(ReceiptStatus.NotFound, $"there is no contract {name}");
            return null;
        }

        if (bound.IsRetired)
        {
            failure = new CallFailure(ReceiptStatus.NotFound, $"contract {name} was retired with block {bound.FromHeight}");
            return null;
        }

        if (binding.MigratedAt != 0 && binding.MigratedAt == Height)
        {
            failure = new CallFailure(
                ReceiptStatus.Rejected, $"contract {name} is being upgraded in this block; the next one has it again");
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

    /// <summary>A contract as a package has it, whether the name is bound to that package or not; null when it cannot be
    /// loaded.</summary>
    public BoundContract? Find(Digest package, string name) => Load(package).Find(name);

    /// <summary>Lets go of what was found for a name whose binding has changed.</summary>
    public void Forget(string name) => _found.Remove(name);

    private LoadedPackage Load(Digest package) => _host.Load(package, this, static (resolver, hash) =>
        resolver._overlay.Get(SystemKeys.Code(hash)) ??
        throw new RuntimeInvariantException($"the state has no code for package {hash}"));
}
