using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.CompilerServices;

namespace Ledger.Runtime;

/// <summary>
/// Compiles a loaded package before anyone calls it, so that no block waits for the compiler. What is missed here is
/// compiled when it is first called.
/// </summary>
internal static class CodePreparation
{
    private const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic |
        BindingFlags.Instance | BindingFlags.Static;

    /// <summary>Compiles everything that is not generic, and the generic types and methods that the package closes.</summary>
    /// <param name="assembly">The loaded assembly.</param>
    /// <param name="code">Its bytes.</param>
    /// <param name="stopped">Whether nobody wants it any more.</param>
    public static void Prepare(Assembly assembly, byte[] code, Func<bool> stopped)
    {
        foreach (var type in assembly.GetTypes())
        {
            if (stopped())
            {
                return;
            }

            PrepareType(type);
        }

        using var file = new System.Reflection.PortableExecutable.PEReader(new MemoryStream(code, writable: false));
        var metadata = file.GetMetadataReader();
        var module = assembly.ManifestModule;
        for (var row = 1; row <= metadata.GetTableRowCount(TableIndex.TypeSpec); row++)
        {
            if (Resolve(() => module.ResolveType(Token(MetadataTokens.TypeSpecificationHandle(row)))) is { } type &&
                type.Assembly == assembly)
            {
                PrepareType(type);
            }
        }

        for (var row = 1; row <= metadata.GetTableRowCount(TableIndex.MethodSpec); row++)
        {
            if (Resolve(() => module.ResolveMethod(Token(MetadataTokens.MethodSpecificationHandle(row)))) is { } method)
            {
                PrepareMethod(method);
            }
        }
    }

    private static void PrepareType(Type type)
    {
        if (type.ContainsGenericParameters || type.IsArray)
        {
            return;
        }

        foreach (var method in type.GetMethods(Declared))
        {
            PrepareMethod(method);
        }

        foreach (var constructor in type.GetConstructors(Declared))
        {
            PrepareMethod(constructor);
        }
    }

    private static void PrepareMethod(MethodBase method)
    {
        if (method.IsAbstract || method.ContainsGenericParameters || method.DeclaringType is { ContainsGenericParameters: true })
        {
            return;
        }

        if (method.DeclaringType is { IsGenericType: true } || method.IsGenericMethod)
        {
            Type[] arguments =
            [
                .. method.DeclaringType?.GetGenericArguments() ?? [],
                .. method.IsGenericMethod ? method.GetGenericArguments() : [],
            ];
            RuntimeHelpers.PrepareMethod(method.MethodHandle, [.. arguments.Select(a => a.TypeHandle)]);
            return;
        }

        RuntimeHelpers.PrepareMethod(method.MethodHandle);
    }

    private static int Token(EntityHandle handle) => MetadataTokens.GetToken(handle);

    // Specifications inside generic code stand for no type or method of their own.
    private static T? Resolve<T>(Func<T?> resolve)
        where T : class
    {
        try
        {
            return resolve();
        }
        catch (Exception e) when (e is BadImageFormatException or ArgumentException or TypeLoadException)
        {
            return null;
        }
    }
}
