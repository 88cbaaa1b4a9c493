using System.Text;
using Mono.Cecil;

namespace Ledger.Runtime;

/// <summary>
/// Writes a member reference the way the rules do, with the type parameters of the generic definition:
/// <c>[static ]result type::name[&lt;count&gt;](parameters)</c>, <c>[static ]field type owner::name</c>. Types by full name, nested
/// ones as <c>Outer/Inner</c>, <c>!0</c> and <c>!!0</c> for type parameters, <c>[]</c> and <c>&amp;</c> behind.
/// </summary>
internal static class MemberSignature
{
    private const int DepthMax = 32;

    /// <summary>The signature of a method.</summary>
    /// <exception cref="BadImageFormatException">The signature nests too deeply.</exception>
    public static string Of(MethodReference method)
    {
        var definition = method.GetElementMethod();
        var text = new StringBuilder();
        if (!definition.HasThis)
        {
            text.Append("static ");
        }

        Append(text, definition.ReturnType, 0);
        text.Append(' ').Append(NameOf(definition.DeclaringType)).Append("::").Append(definition.Name);
        if (definition.HasGenericParameters)
        {
            text.Append('<').Append(definition.GenericParameters.Count).Append('>');
        }

        text.Append('(');
        for (var i = 0; i < definition.Parameters.Count; i++)
        {
            if (i > 0)
            {
                text.Append(',');
            }

            Append(text, definition.Parameters[i].ParameterType, 0);
        }

        return text.Append(')').ToString();
    }

    /// <summary>The signature of a field; whether it is static is the instruction's affair.</summary>
    /// <exception cref="BadImageFormatException">The signature nests too deeply.</exception>
    public static string Of(FieldReference field, bool isStatic)
    {
        var text = new StringBuilder(isStatic ? "static field " : "field ");
        Append(text, field.FieldType, 0);
        return text.Append(' ').Append(NameOf(field.DeclaringType)).Append("::").Append(field.Name).ToString();
    }

    /// <summary>Full name of a type's definition.</summary>
    public static string NameOf(TypeReference type)
    {
        var element = type is TypeSpecification ? type.GetElementType() : type;
        var name = element.Namespace.Length == 0 ? element.Name : element.Namespace + "." + element.Name;
        for (var depth = 0; element.DeclaringType is { } outer; element = outer, depth++)
        {
            if (depth == DepthMax)
            {
                throw new BadImageFormatException();
            }

            name = (outer.Namespace.Length == 0 ? outer.Name : outer.Namespace + "." + outer.Name) + "/" + name;
        }

        return name;
    }

    private static void Append(StringBuilder text, TypeReference type, int depth)
    {
        if (depth == DepthMax)
        {
            throw new BadImageFormatException();
        }

        switch (type)
        {
            case GenericParameter parameter:
                text.Append(parameter.Type == GenericParameterType.Method ? "!!" : "!").Append(parameter.Position);
                break;
            case GenericInstanceType instance:
                text.Append(NameOf(instance)).Append('<');
                for (var i = 0; i < instance.GenericArguments.Count; i++)
                {
                    text.Append(i == 0 ? "" : ",");
                    Append(text, instance.GenericArguments[i], depth + 1);
                }

                text.Append('>');
                break;
            case ArrayType { IsVector: true } array:
                Append(text, array.ElementType, depth + 1);
                text.Append("[]");
                break;
            case ByReferenceType reference:
                Append(text, reference.ElementType, depth + 1);
                text.Append('&');
                break;
            case PointerType pointer:
                Append(text, pointer.ElementType, depth + 1);
                text.Append('*');
                break;
            case RequiredModifierType required:
                Append(text, required.ElementType, depth + 1);
                text.Append(" modreq(").Append(NameOf(required.ModifierType)).Append(')');
                break;
            case TypeSpecification:
                text.Append("unknown ").Append(type.GetType().Name);
                break;
            default:
                text.Append(NameOf(type));
                break;
        }
    }
}
