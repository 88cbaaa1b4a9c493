using System.Text;
using Ledger.Chaincode;

namespace Ledger.Runtime;

/// <summary>
/// A contract that can be called: its functions by name, and the prefix of its state. Immutable; thread
/// safe.
/// </summary>
internal sealed class BoundContract
{
    private readonly Dictionary<string, BoundFunction> _functions = new(StringComparer.Ordinal);

    public BoundContract(
        ContractManifest manifest, IEnumerable<BoundFunction> functions, Action<CallContext>? migration = null)
    {
        Manifest = manifest;
        Migration = migration;
        StatePrefix = Encoding.UTF8.GetBytes(manifest.Name + "\0");
        foreach (var function in functions)
        {
            _functions.Add(function.Manifest.Name, function);
        }
    }

    public ContractManifest Manifest { get; }

    public string Name => Manifest.Name;

    /// <summary>Carries the state over from the package before; null when there is nothing to carry.</summary>
    public Action<CallContext>? Migration { get; }

    /// <summary>
    /// Name and zero byte: every key of the contract begins with it, and no key of another contract
    /// does.
    /// </summary>
    public byte[] StatePrefix { get; }

    /// <summary>The function, or null.</summary>
    public BoundFunction? Find(string function) => _functions.GetValueOrDefault(function);
}
