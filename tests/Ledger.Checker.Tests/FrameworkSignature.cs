using System.Reflection;
using System.Text;

namespace Ledger.Checker.Tests;

/// <summary>Writes the members of the framework at hand the way the rules do, so that the two can be compared.</summary>
internal static class FrameworkSignature
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance |
        BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static void AddMembers(Type type, HashSet<string> signatures)
    {
        foreach (var method in type.GetMembers(Declared).OfType<MethodBase>())
        {
            if (method.IsPublic || method.IsFamily)
            {
                signatures.Add(Of(method));
            }
        }

        foreach (var field in type.GetFields(Declared))
        {
            signatures.Add((field.IsStatic ? "static field " : "field ") + $"{Name(field.FieldType)} {Owner(type)}::{field.Name}");
        }
    }

    public static string Name(Type type)
    {
        if (type.IsByRef || type.IsPointer)
        {
            return Name(type.GetElementType()!) + (type.IsByRef ? "&" : "*");
        }

        if (type.IsSZArray)
        {
            return Name(type.GetElementType()!) + "[]";
        }

        if (type.IsGenericParameter)
        {
            return (type.DeclaringMethod != null ? "!!" : "!") + type.GenericParameterPosition;
        }

        return type.IsGenericType
            ? $"{Owner(type.GetGenericTypeDefinition())}<{string.Join(',', type.GetGenericArguments().Select(Name))}>"
            : Owner(type);
    }

    private static string Of(MethodBase method)
    {
        var text = new StringBuilder(method.IsStatic ? "static " : "");
        text.Append(method is MethodInfo { ReturnParameter: { } result } ? Modified(result) : "System.Void");
        text.Append(' ').Append(Owner(method.DeclaringType!)).Append("::").Append(method.Name);
        if (method.IsGenericMethodDefinition)
        {
            text.Append('<').Append(method.GetGenericArguments().Length).Append('>');
        }

        return text.Append('(').AppendJoin(',', method.GetParameters().Select(Modified)).Append(')').ToString();
    }

    private static string Modified(ParameterInfo parameter) => Name(parameter.ParameterType) +
        string.Concat(parameter.GetRequiredCustomModifiers().Select(m => $" modreq({m.FullName})"));

    private static string Owner(Type type) => type.FullName!.Replace('+', '/');
}
