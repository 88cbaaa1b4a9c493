using System.Reflection;
using System.Reflection.Metadata;

namespace Ledger.Runtime;

/// <summary>
/// Reads a contract's migration and checks that it has the shape that <see cref="Chaincode.MigrationAttribute"/> asks
/// for.
/// </summary>
internal static class MigrationMethod
{
    /// <summary>
    /// Finds the method; answers with the first broken rule, as the rest of a sentence about the class, or null.
    /// </summary>
    public static string? Read(PackageMetadata package, TypeDefinition type, out string? migration)
    {
        migration = null;
        foreach (var handle in type.GetMethods())
        {
            var method = package.Metadata.GetMethodDefinition(handle);
            var attributes = method.GetCustomAttributes();
            if (SdkAttributes.Find(package, attributes, "MigrationAttribute") == null)
            {
                continue;
            }

            if (migration != null)
            {
                return "has two migrations";
            }

            migration = package.Metadata.GetString(method.Name);
            if (SdkAttributes.Find(package, attributes, "FunctionAttribute") != null)
            {
                return $"has a migration {migration} that is a function too";
            }

            if (!IsMigration(package, type, method, migration))
            {
                return $"has a migration {migration} that is not a public instance method of that name only, " +
                    "without type parameters, that takes a CallContext and returns nothing";
            }
        }

        return null;
    }

    private static bool IsMigration(PackageMetadata package, TypeDefinition type, MethodDefinition method, string name)
    {
        const MethodAttributes Shape =
            MethodAttributes.MemberAccessMask | MethodAttributes.Static | MethodAttributes.Abstract;
        var (result, parameters) = package.Signatures.Member(method.Signature);
        var namesakes = 0;
        foreach (var other in type.GetMethods())
        {
            namesakes += package.Metadata.GetString(package.Metadata.GetMethodDefinition(other).Name) == name ? 1 : 0;
        }

        return namesakes == 1 && (method.Attributes & Shape) == MethodAttributes.Public &&
            method.GetGenericParameters().Count == 0 &&
            parameters is [{ Name: "Ledger.Chaincode.CallContext" }] &&
            ValueKinds.FromMetadata(result.Name) == ValueKind.Void;
    }
}
