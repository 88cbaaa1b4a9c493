using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Ledger.Chaincode;
using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>A package in memory, with its contracts ready to be called. Thread safe.</summary>
internal sealed class LoadedPackage
{
    private readonly Dictionary<string, BoundContract> _contracts = new(StringComparer.Ordinal);

    private readonly byte[] _code;
    private Assembly? _assembly;
    private bool _unloaded;

    private LoadedPackage(AssemblyLoadContext? context, byte[] code)
    {
        Context = context;
        _code = code;
    }

    /// <summary>Where the package's code lives; null when it could not be loaded.</summary>
    public AssemblyLoadContext? Context { get; }

    /// <summary>
    /// Inspects and loads a package. One that cannot be loaded gives a package without contracts: calls fail, and the
    /// failure is remembered like a success.
    /// </summary>
    /// <exception cref="RuntimeInvariantException">The bytes are not those of the hash.</exception>
    public static LoadedPackage Load(Digest hash, byte[] assembly, MeteringInspector inspector)
    {
        RuntimeInvariantException.Check(Digest.Of(assembly) == hash, $"package {hash} is stored under its hash");
        var (verdict, code) = inspector.Judge(hash, assembly);
        if (code == null)
        {
            return new LoadedPackage(null, []);
        }

        var context = new PackageLoadContext(hash.ToShortString());
        try
        {
            var package = new LoadedPackage(context, code);
            using var stream = new MemoryStream(code, writable: false);
            var loaded = context.LoadFromStream(stream);
            package._assembly = loaded;
            RunInitializers(loaded);
            foreach (var manifest in verdict.Contracts)
            {
                var type = loaded.GetType(manifest.TypeName, throwOnError: true)!;
                package._contracts.Add(manifest.Name, Bind(type, manifest));
            }

            return package;
        }
        catch (Exception e) when (e is not RuntimeInvariantException)
        {
            // The loader found what the inspection did not: types that do not fit together.
            context.Unload();
            return new LoadedPackage(null, []);
        }
    }

    /// <summary>The contract, or null.</summary>
    public BoundContract? Find(string name) => _contracts.GetValueOrDefault(name);

    /// <summary>Compiles the package's code ahead of the calls of it.</summary>
    public void Prepare()
    {
        if (_assembly is { } assembly)
        {
            CodePreparation.Prepare(assembly, _code, () => Volatile.Read(ref _unloaded));
        }
    }

    /// <summary>Gives the memory back once no call uses the package any more.</summary>
    public void Unload()
    {
        Volatile.Write(ref _unloaded, true);
        Context?.Unload();
    }

    // A type whose initialiser fails would fail calls at moments that the compiler chooses: then nothing is loaded.
    private static void RunInitializers(Assembly assembly)
    {
        foreach (var type in assembly.GetTypes())
        {
            if (!type.ContainsGenericParameters)
            {
                RuntimeHelpers.RunClassConstructor(type.TypeHandle);
            }
        }
    }

    private static BoundContract Bind(Type type, ContractManifest manifest)
    {
        // A contract has no fields, so one object serves all calls, and none of the author's code runs to make it.
        var contract = RuntimeHelpers.GetUninitializedObject(type);
        var functions = new List<BoundFunction>(manifest.Functions.Count);
        foreach (var function in manifest.Functions)
        {
            var method = type.GetMethod(function.MethodName)!;
            functions.Add(new BoundFunction(function, FunctionCompiler.Compile(contract, method, function)));
        }

        var migration = manifest.Migration == null ? null : type.GetMethod(manifest.Migration)!;
        return new BoundContract(
            manifest, functions, migration?.CreateDelegate<Action<CallContext>>(contract));
    }
}
