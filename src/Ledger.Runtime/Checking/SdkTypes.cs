using Ledger.Chaincode;
using Mono.Cecil;

namespace Ledger.Runtime;

/// <summary>The public surface of the SDK that this node ships with, read from its metadata once.</summary>
internal static class SdkTypes
{
    private static readonly Lazy<TypeUniverse> LazyCurrent = new(() =>
        TypeUniverse.OfSdk(ModuleDefinition.ReadModule(
            new MemoryStream(File.ReadAllBytes(typeof(CallContext).Assembly.Location)),
            new ReaderParameters { AssemblyResolver = ClosedResolver.Instance })));

    /// <summary>Held by whoever uses <see cref="Current"/>, which fills as it is asked.</summary>
    public static Lock Gate { get; } = new();

    public static TypeUniverse Current => LazyCurrent.Value;
}
