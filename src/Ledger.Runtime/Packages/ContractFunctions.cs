using System.Reflection;
using System.Reflection.Metadata;
using System.Text;
using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>
/// Reads a contract's functions and checks that each has the shape that
/// <see cref="Chaincode.FunctionAttribute"/> asks for.
/// </summary>
internal static class ContractFunctions
{
    /// <summary>
    /// Adds the functions; answers with the first broken rule, as the rest of a sentence about the class, or
    /// null.
    /// </summary>
    public static string? Read(PackageMetadata package, TypeDefinition type, List<FunctionManifest> functions)
    {
        var methodNames = new List<string>();
        foreach (var handle in type.GetMethods())
        {
            methodNames.Add(package.Metadata.GetString(package.Metadata.GetMethodDefinition(handle).Name));
        }

        foreach (var handle in type.GetMethods())
        {
            var method = package.Metadata.GetMethodDefinition(handle);
            var attributes = method.GetCustomAttributes();
            if (SdkAttributes.Find(package, attributes, "FunctionAttribute") is not { } attribute)
            {
                if (HasAccess(package, attributes))
                {
                    return $"grants access to {package.Metadata.GetString(method.Name)}, which is no function";
                }

                if (SdkAttributes.Find(package, attributes, "GasHintAttribute") != null)
                {
                    return $"gives a gas hint for {package.Metadata.GetString(method.Name)}, which is no function";
                }

                continue;
            }

            var methodName = package.Metadata.GetString(method.Name);
            if (MethodFlaw(package, method) is { } flaw)
            {
                return $"has a function {methodName} that {flaw}";
            }

            if (methodNames.FindAll(n => n == methodName).Count > 1 ||
                functions.Exists(f => f.Name == LedgerName(methodName)))
            {
                return $"has several methods {methodName}; functions have no overloads";
            }

            var function = Describe(package, method, methodName, AttributeBlob.Flag(package, attribute, "ReadOnly"));
            if (function.Access is { AnyMember: true, Requirements.Count: > 0 })
            {
                return $"opens {methodName} to every member and asks for attributes as well";
            }

            if (Encoding.UTF8.GetByteCount(function.Access.ToString()) > FunctionManifest.AccessTextSizeMax)
            {
                return $"has an access rule of {methodName} longer than {FunctionManifest.AccessTextSizeMax} bytes";
            }

            if (SdkAttributes.Find(package, attributes, "GasHintAttribute") is { } hint)
            {
                var gas = AttributeBlob.Long(package, hint);
                if (gas < 1)
                {
                    return $"gives a gas hint of {gas} for {methodName}; a call costs 1 or more";
                }

                function = function with { GasHint = gas };
            }

            functions.Add(function);
        }

        return functions.Count is 0 or > PackageInspector.FunctionsMax
            ? $"has {functions.Count} functions, not 1 to {PackageInspector.FunctionsMax}"
            : null;
    }

    private static string? MethodFlaw(PackageMetadata package, MethodDefinition method)
    {
        const MethodAttributes Shape =
            MethodAttributes.MemberAccessMask | MethodAttributes.Static | MethodAttributes.Abstract;
        var name = package.Metadata.GetString(method.Name);
        if ((method.Attributes & Shape) != MethodAttributes.Public || method.GetGenericParameters().Count != 0)
        {
            return "is not a public instance method without type parameters";
        }

        if (Encoding.UTF8.GetByteCount(name) > ContractCall.FunctionSizeMax || !IsIdentifier(name))
        {
            return $"is not named by 1 to {ContractCall.FunctionSizeMax} ASCII letters and digits";
        }

        var (result, parameters) = package.Signatures.Member(method.Signature);
        if (parameters is not { Count: > 0 } || parameters[0].Name != "Ledger.Chaincode.CallContext")
        {
            return "does not take a CallContext first";
        }

        for (var i = 1; i < parameters.Count; i++)
        {
            if (ValueKinds.FromMetadata(parameters[i].Name) is null or ValueKind.Void)
            {
                return $"takes a {parameters[i].Name}; " +
                    "parameters are bool, int, long, string, byte[], long[] or string[]";
            }
        }

        return ValueKinds.FromMetadata(result.Name) == null
            ? $"returns a {result.Name}; results are void, bool, int, long, string, byte[], long[] or string[]"
            : null;
    }

    private static FunctionManifest Describe(
        PackageMetadata package, MethodDefinition method, string methodName, bool readOnly)
    {
        var (result, types) = package.Signatures.Member(method.Signature);
        var names = new string[types!.Count + 1];
        foreach (var handle in method.GetParameters())
        {
            var parameter = package.Metadata.GetParameter(handle);
            if (parameter.SequenceNumber > 0 && parameter.SequenceNumber < names.Length)
            {
                names[parameter.SequenceNumber] = package.Metadata.GetString(parameter.Name);
            }
        }

        var parameters = new ParameterManifest[types.Count - 1];
        for (var i = 0; i < parameters.Length; i++)
        {
            var name = names[i + 2];
            var usable = name is { Length: > 0 and <= FunctionManifest.ParameterNameSizeMax } && IsIdentifier(name);
            var kind = ValueKinds.FromMetadata(types[i + 1].Name)!.Value;
            parameters[i] = new ParameterManifest(usable ? name! : "value", kind);
        }

        return new FunctionManifest(
            LedgerName(methodName), methodName, readOnly, parameters, ValueKinds.FromMetadata(result.Name)!.Value,
            Access(package, method.GetCustomAttributes()));
    }

    private static bool HasAccess(PackageMetadata package, CustomAttributeHandleCollection attributes)
    {
        var access = Access(package, attributes);
        return access.AnyMember || access.Requirements.Count > 0 || access.Contracts.Count > 0;
    }

    private static FunctionAccess Access(PackageMetadata package, CustomAttributeHandleCollection attributes)
    {
        var requirements = new List<AttributeRequirement>();
        foreach (var attribute in SdkAttributes.FindAll(package, attributes, "RequiresAttribute"))
        {
            var (name, values) = AttributeBlob.TextAndTexts(package, attribute);
            requirements.Add(new AttributeRequirement(name, values));
        }

        return new FunctionAccess(
            SdkAttributes.Find(package, attributes, "AnyMemberAttribute") != null,
            requirements,
            SdkAttributes.Find(package, attributes, "FromContractAttribute") is { } from
                ? AttributeBlob.Texts(package, from)
                : []);
    }

    // The name on the ledger is the method's with a lower-case first letter.
    private static string LedgerName(string method) => char.ToLowerInvariant(method[0]) + method[1..];

    private static bool IsIdentifier(string name)
    {
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                return false;
            }
        }

        return name.Length > 0;
    }
}
