using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Ledger.Chaincode.Analyzers;

/// <summary>Every use of a member of the framework.</summary>
internal static class MemberUse
{
    /// <summary>Judges one operation.</summary>
    public static void Analyze(OperationAnalysisContext context)
    {
        switch (context.Operation)
        {
            case IInvocationOperation call:
                Judge(context, call.TargetMethod);
                break;
            case IObjectCreationOperation { Constructor: { } constructor }:
                Judge(context, constructor);
                break;
            case IMethodReferenceOperation reference:
                Judge(context, reference.Method);
                break;
            case IPropertyReferenceOperation property when Accessor(property) is { } accessor:
                Judge(context, accessor);
                break;
            case IFieldReferenceOperation { Field: { HasConstantValue: false } field }:
                JudgeField(context, field);
                break;
            case IBinaryOperation { OperatorMethod: { } method }:
                Judge(context, method);
                break;
            case IUnaryOperation { OperatorMethod: { } method }:
                Judge(context, method);
                break;
            case ICompoundAssignmentOperation { OperatorMethod: { } method }:
                Judge(context, method);
                break;
            case IConversionOperation { OperatorMethod: { } method, IsImplicit: false }:
                Judge(context, method);
                break;
            default:
                break;
        }
    }

    private static IMethodSymbol? Accessor(IPropertyReferenceOperation property) =>
        property.Parent is ISimpleAssignmentOperation assignment && assignment.Target == property
            ? property.Property.SetMethod
            : property.Property.GetMethod;

    private static void Judge(OperationAnalysisContext context, IMethodSymbol method)
    {
        if (!IsOfFramework(context, method.ContainingType))
        {
            return;
        }

        for (var at = method; at != null; at = at.OverriddenMethod)
        {
            if (RuleData.Current.AllowsMember(Signature.Of(at)))
            {
                return;
            }
        }

        Report(context, method);
    }

    private static void JudgeField(OperationAnalysisContext context, IFieldSymbol field)
    {
        if (IsOfFramework(context, field.ContainingType) && !RuleData.Current.AllowsMember(Signature.Of(field)))
        {
            Report(context, field);
        }
    }

    // Arrays have instructions of their own, and delegates are judged as types.
    private static bool IsOfFramework(OperationAnalysisContext context, INamedTypeSymbol? type) =>
        type is { TypeKind: not (TypeKind.Error or TypeKind.Delegate), IsAnonymousType: false } &&
        type.SpecialType != SpecialType.System_Array &&
        !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, context.Compilation.Assembly) &&
        type.ContainingAssembly?.Name != "Ledger.Chaincode";

    private static void Report(OperationAnalysisContext context, ISymbol member)
    {
        var type = member.ContainingType;
        var where = context.Operation.Syntax.GetLocation();
        if (TypeUse.Judge(type, context.Compilation) is { } flaw)
        {
            context.ReportDiagnostic(Diagnostic.Create(flaw.Descriptor, where, flaw.Message));
            return;
        }

        var name = $"{Signature.NameOf(type)}::{member.MetadataName}";
        var words = ((member as IMethodSymbol)?.AssociatedSymbol ?? member).ToDisplayString(
            SymbolDisplayFormat.CSharpShortErrorMessageFormat);
        context.ReportDiagnostic(Diagnostic.Create(
            Descriptors.Member, where,
            RuleData.Current.HasOtherForm(name + "(") || RuleData.Current.HasOtherForm(name + "<")
                ? $"{words} is not allowed in this form; other overloads of it are"
                : $"{words} is not on the list of members that contracts may use"));
    }
}
