using System.Text;
using Microsoft.CodeAnalysis;

namespace Ledger.Chaincode.Analyzers;

/// <summary>Writes symbols of C# the way the rule files write members of assemblies.</summary>
internal static class Signature
{
    /// <summary>A method: <c>[static ]result type::name[&lt;count&gt;](parameters)</c>.</summary>
    public static string Of(IMethodSymbol method)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        var text = new StringBuilder(definition.IsStatic ? "static " : "");
        Append(text, definition.ReturnType);
        text.Append(definition.ReturnsByRef ? "&"
            : definition.ReturnsByRefReadonly ? "& modreq(System.Runtime.InteropServices.InAttribute)"
            : "");
        text.Append(' ').Append(NameOf(definition.ContainingType)).Append("::").Append(definition.MetadataName);
        if (definition.Arity > 0)
        {
            text.Append('<').Append(definition.Arity).Append('>');
        }

        text.Append('(');
        for (var i = 0; i < definition.Parameters.Length; i++)
        {
            text.Append(i == 0 ? "" : ",");
            Append(text, definition.Parameters[i].Type);
            text.Append(definition.Parameters[i].RefKind == RefKind.None ? "" : "&");
        }

        return text.Append(')').ToString();
    }

    /// <summary>A field: <c>[static ]field type owner::name</c>.</summary>
    public static string Of(IFieldSymbol field)
    {
        var definition = (field.CorrespondingTupleField ?? field).OriginalDefinition;
        var text = new StringBuilder(definition.IsStatic ? "static field " : "field ");
        Append(text, definition.Type);
        return text.Append(' ').Append(NameOf(definition.ContainingType)).Append("::").Append(definition.Name).ToString();
    }

    /// <summary>Full name of a type's definition; nested ones as <c>Outer/Inner</c>.</summary>
    public static string NameOf(INamedTypeSymbol type)
    {
        var definition = (type.IsTupleType ? type.TupleUnderlyingType ?? type : type).OriginalDefinition;
        if (definition.ContainingType is { } outer)
        {
            return NameOf(outer) + "/" + definition.MetadataName;
        }

        return definition.ContainingNamespace is { IsGlobalNamespace: false } space
            ? space.ToDisplayString() + "." + definition.MetadataName
            : definition.MetadataName;
    }

    private static void Append(StringBuilder text, ITypeSymbol type)
    {
        switch (type)
        {
            case ITypeParameterSymbol parameter:
                text.Append(parameter.TypeParameterKind == TypeParameterKind.Method ? "!!" : "!").Append(parameter.Ordinal);
                break;
            case IArrayTypeSymbol array:
                Append(text, array.ElementType);
                text.Append("[]");
                break;
            case IPointerTypeSymbol pointer:
                Append(text, pointer.PointedAtType);
                text.Append('*');
                break;
            case INamedTypeSymbol named:
                text.Append(NameOf(named));
                AppendArguments(text, named);
                break;
            default:
                text.Append("System.Object");
                break;
        }
    }

    private static void AppendArguments(StringBuilder text, INamedTypeSymbol type)
    {
        var arguments = new List<ITypeSymbol>();
        for (var at = type; at != null; at = at.ContainingType)
        {
            arguments.InsertRange(0, at.TypeArguments);
        }

        if (arguments.Count == 0)
        {
            return;
        }

        text.Append('<');
        for (var i = 0; i < arguments.Count; i++)
        {
            text.Append(i == 0 ? "" : ",");
            Append(text, arguments[i]);
        }

        text.Append('>');
    }
}
