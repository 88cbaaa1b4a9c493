using Mono.Cecil;

namespace Ledger.Runtime;

/// <summary>Finds no assembly: nothing in a verdict may come from the machine's files.</summary>
internal sealed class ClosedResolver : IAssemblyResolver
{
    public static readonly ClosedResolver Instance = new();

    private ClosedResolver()
    {
    }

    public AssemblyDefinition Resolve(AssemblyNameReference name) => throw new AssemblyResolutionException(name);

    public AssemblyDefinition Resolve(AssemblyNameReference name, ReaderParameters parameters) => Resolve(name);

    public void Dispose()
    {
    }
}
