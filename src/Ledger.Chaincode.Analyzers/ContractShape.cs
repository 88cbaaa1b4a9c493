using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Ledger.Chaincode.Analyzers;

/// <summary>What the SDK's attributes ask of classes, methods and fields.</summary>
internal static class ContractShape
{
    private static readonly Regex ContractName = new("^[a-z][a-z0-9-]{0,31}$", RegexOptions.CultureInvariant);

    private static readonly HashSet<string> ValueTypes = new(StringComparer.Ordinal)
    {
        "bool", "int", "long", "string", "byte[]", "long[]", "string[]",
    };

    /// <summary>Static fields that can change.</summary>
    public static void AnalyzeField(SymbolAnalysisContext context)
    {
        var field = (IFieldSymbol)context.Symbol;
        if (field is { IsStatic: true, IsConst: false, IsReadOnly: false, IsImplicitlyDeclared: false })
        {
            Report(context, Descriptors.StaticState, field, $"Field {field.Name}");
        }
    }

    /// <summary>Async methods, and the methods that are functions of a contract.</summary>
    public static void AnalyzeMethod(SymbolAnalysisContext context)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (method.IsAsync)
        {
            Report(context, Descriptors.Concurrency, method, "async");
        }

        if (Has(method, "FunctionAttribute") && FunctionFlaw(method) is { } flaw)
        {
            Report(context, Descriptors.Function, method, method.Name, flaw);
        }
    }

    /// <summary>The classes that are contracts.</summary>
    public static void AnalyzeType(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        var attribute = type.GetAttributes().FirstOrDefault(a => IsSdk(a, "ContractAttribute"));
        if (attribute == null)
        {
            return;
        }

        var name = attribute.ConstructorArguments.Length == 1 ? attribute.ConstructorArguments[0].Value as string : null;
        var field = type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f => !f.IsStatic);
        var flaw = name == null || !ContractName.IsMatch(name)
            ? "needs a name of 1 to 32 of a-z, 0-9 and -, beginning with a letter"
            : type is not { IsSealed: true, DeclaredAccessibility: Accessibility.Public, IsGenericType: false, IsStatic: false } ||
                type.BaseType?.SpecialType != SpecialType.System_Object || type.ContainingType != null
            ? "must be a public sealed class of its own, without type parameters"
            : field != null
            ? $"has a field {(field.AssociatedSymbol ?? field).Name}; keep state in context.State"
            : !type.InstanceConstructors.Any(c => c is { Parameters.Length: 0, DeclaredAccessibility: Accessibility.Public })
            ? "needs a public constructor without parameters"
            : null;
        if (flaw != null)
        {
            Report(context, Descriptors.Contract, type, type.Name, flaw);
        }
    }

    private static string? FunctionFlaw(IMethodSymbol method)
    {
        if (method is not { DeclaredAccessibility: Accessibility.Public, IsStatic: false, IsGenericMethod: false })
        {
            return "must be a public method of the object, without type parameters";
        }

        if (!Has(method.ContainingType, "ContractAttribute"))
        {
            return "belongs to a class without [Contract]";
        }

        if (method.Parameters.Length == 0 || method.Parameters[0].Type.ToDisplayString() != "Ledger.Chaincode.CallContext")
        {
            return "needs a CallContext as its first parameter";
        }

        foreach (var parameter in method.Parameters.Skip(1))
        {
            if (parameter.RefKind != RefKind.None || !ValueTypes.Contains(NameOf(parameter.Type)))
            {
                return $"cannot have the parameter {parameter.Name}: parameters are bool, int, long, string, byte[], long[] or string[]";
            }
        }

        if (!method.ReturnsVoid && !ValueTypes.Contains(NameOf(method.ReturnType)))
        {
            return "cannot have this result: results are void, bool, int, long, string, byte[], long[] or string[]";
        }

        if (method.ContainingType.GetMembers(method.Name).Length > 1)
        {
            return "is overloaded; callers know functions by name only";
        }

        return Has(method, "RequiresAttribute") || Has(method, "AnyMemberAttribute") || Has(method, "FromContractAttribute")
            ? null
            : "is closed to everyone; say who may call it with [Requires], [AnyMember] or [FromContract]";
    }

    private static string NameOf(ITypeSymbol type) =>
        type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString().Replace("?", "");

    private static bool Has(ISymbol symbol, string attribute) => symbol.GetAttributes().Any(a => IsSdk(a, attribute));

    private static bool IsSdk(AttributeData attribute, string name) =>
        attribute.AttributeClass is { } type && type.Name == name && type.ContainingAssembly?.Name == "Ledger.Chaincode";

    private static void Report(
        SymbolAnalysisContext context, DiagnosticDescriptor descriptor, ISymbol symbol, params object[] arguments) =>
        context.ReportDiagnostic(Diagnostic.Create(descriptor, symbol.Locations[0], arguments));
}
