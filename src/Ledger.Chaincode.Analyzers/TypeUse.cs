using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Ledger.Chaincode.Analyzers;

/// <summary>Every mention of a type that becomes part of the assembly.</summary>
internal static class TypeUse
{
    /// <summary>Judges one name in the source.</summary>
    public static void Analyze(SyntaxNodeAnalysisContext context)
    {
        if (LeavesNoTrace(context.Node))
        {
            return;
        }

        var symbol = context.SemanticModel.GetSymbolInfo(context.Node, context.CancellationToken).Symbol;
        if (symbol is IDynamicTypeSymbol)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.Construct, context.Node.GetLocation(), "dynamic binds at run time; name the type"));
        }
        else if (symbol is INamedTypeSymbol type && Judge(type, context.Compilation) is { } flaw)
        {
            context.ReportDiagnostic(Diagnostic.Create(flaw.Descriptor, context.Node.GetLocation(), flaw.Message));
        }
    }

    /// <summary>What speaks against a type, or null.</summary>
    public static (DiagnosticDescriptor Descriptor, string Message)? Judge(INamedTypeSymbol type, Compilation compilation)
    {
        if (type.TypeKind == TypeKind.Error || type.ContainingAssembly is not { } assembly ||
            SymbolEqualityComparer.Default.Equals(assembly, compilation.Assembly))
        {
            return null;
        }

        var name = Signature.NameOf(type);
        if (assembly.Name == "Ledger.Chaincode")
        {
            return name.StartsWith("Ledger.Chaincode.Metering.", StringComparison.Ordinal) ? (Descriptors.Metering, "") : null;
        }

        if (RuleData.Current.AllowsType(name))
        {
            return null;
        }

        return type.SpecialType is SpecialType.System_Double or SpecialType.System_Single or SpecialType.System_Decimal
            ? (Descriptors.FloatingPoint, "")
            : (Descriptors.Type, RuleData.Current.HintFor(name) is { } hint
                ? $"{name}: {hint}"
                : $"{name} is not on the list of types that contracts may use");
    }

    private static bool LeavesNoTrace(SyntaxNode node)
    {
        for (var at = node.Parent; at != null; at = at.Parent)
        {
            switch (at)
            {
                case AttributeSyntax or UsingDirectiveSyntax or CrefSyntax or XmlNameAttributeSyntax:
                case InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } }:
                    return true;
                case StatementSyntax or MemberDeclarationSyntax:
                    return false;
                default:
                    break;
            }
        }

        return false;
    }
}
