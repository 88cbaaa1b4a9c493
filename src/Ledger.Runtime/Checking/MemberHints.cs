using Mono.Cecil;

namespace Ledger.Runtime;

/// <summary>Turns the use of a member that is not on the list into words that help.</summary>
internal static class MemberHints
{
    /// <summary>The refusal of a member of an allowed type of the framework.</summary>
    public static RefusalException Refuse(TypeShape owner, MethodReference method)
    {
        foreach (var parameter in method.Parameters)
        {
            if (FloatIn(parameter.ParameterType) is { } name)
            {
                return Hints.Refuse(name);
            }
        }

        if (FloatIn(method.ReturnType) is { } result)
        {
            return Hints.Refuse(result);
        }

        var (rule, help) = (owner.Name, method.Name) switch
        {
            ("System.Object", "GetType" or "MemberwiseClone") => ("reflection", "it depends on types at run time"),
            ("System.Object", "ReferenceEquals") => (RuleIds.Identity, "which object a value is may differ between versions"),
            ("System.Object", "Finalize") => (RuleIds.Finalizer, "it runs at no certain time"),
            (_, "GetHashCode") => (RuleIds.HashCode, "hash codes differ between processes"),
            ("System.String", "Intern" or "IsInterned") => (RuleIds.Identity, "which object a text is may differ between versions"),
            ("System.String", "ToLower" or "ToUpper" or "ToLowerInvariant" or "ToUpperInvariant" or "Normalize" or "Trim" or
                "TrimStart" or "TrimEnd") => ("culture", "it depends on tables of Unicode, which differ between versions"),
            ("System.String", "Compare" or "CompareTo" or "StartsWith" or "EndsWith" or "IndexOf" or "Contains" or "Equals" or
                "Replace") => ("culture", "it may depend on the culture; compare with ==, string.CompareOrdinal or by character"),
            ("System.String", "Format") => (RuleIds.Member, "its cost cannot be known before; join texts with +"),
            ("System.String", "Concat") => (RuleIds.Member, "its cost cannot be known before; join texts with +"),
            ("System.Char", _) => ("culture", "it depends on tables of Unicode, which differ between versions; see char.IsAscii..."),
            (_, "Parse" or "TryParse" or "ToString" or "TryFormat" or "AppendFormatted") =>
                ("culture", "it may depend on the culture or on the format"),
            ("System.Collections.Generic.List`1", "Sort" or "BinarySearch" or "OrderBy") =>
                (RuleIds.Member, "its comparisons cannot be charged; use the sorting of the SDK"),
            ("System.Array", "Sort" or "BinarySearch") =>
                (RuleIds.Member, "its comparisons cannot be charged; use the sorting of the SDK"),
            ("System.Array", "CreateInstance" or "SetValue" or "GetValue") => ("reflection", "it makes or changes arrays by reflection"),
            ("System.Type", _) => ("reflection", "it uses reflection"),
            ("System.Exception", _) => (RuleIds.Catch, "what exceptions know differs between versions"),
            ("System.Enum", _) => ("reflection", "it reads names by reflection; compare values or write a switch"),
            ("System.Runtime.CompilerServices.RuntimeHelpers", _) => ("reflection", "it uses the runtime itself"),
            _ => (RuleIds.Member, ""),
        };
        return new RefusalException(
            rule,
            $"it uses {owner.Name}.{method.Name}, which is not on the list of allowed members" + (help == "" ? "" : ": " + help));
    }

    private static string? FloatIn(TypeReference type) => type.MetadataType switch
    {
        MetadataType.Single => "System.Single",
        MetadataType.Double => "System.Double",
        _ => type.FullName == "System.Decimal" ? "System.Decimal" : null,
    };
}
