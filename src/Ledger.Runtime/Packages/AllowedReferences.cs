using System.Collections.Frozen;

namespace Ledger.Runtime;

/// <summary>
/// What contracts may reference, as data. A type is allowed because contracts need it and nothing in it differs between
/// machines; members of an allowed type that do differ are named below it. Compiler support types are here because C#
/// itself emits them.
/// </summary>
internal static class AllowedReferences
{
    /// <summary>The SDK, all of whose public types are allowed.</summary>
    public const string Sdk = "Ledger.Chaincode";

    private static readonly FrozenSet<string> Assemblies = FrozenSet.Create(
        StringComparer.Ordinal,
        "System.Runtime", "System.Private.CoreLib", "System.Collections", "System.Memory", "System.Runtime.Extensions");

    private static readonly FrozenSet<string> Types = FrozenSet.Create(
        StringComparer.Ordinal,
        "System.Object", "System.ValueType", "System.Enum", "System.Void", "System.Nullable`1",
        "System.Boolean", "System.Char", "System.String", "System.Byte", "System.SByte", "System.Int16",
        "System.UInt16", "System.Int32", "System.UInt32", "System.Int64", "System.UInt64", "System.Int128",
        "System.UInt128",
        "System.Array", "System.Span`1", "System.ReadOnlySpan`1", "System.MemoryExtensions", "System.Index",
        "System.Range",
        "System.Math", "System.StringComparison", "System.StringComparer",
        "System.IEquatable`1", "System.IComparable`1", "System.IComparable", "System.IDisposable",
        "System.ISpanFormattable", "System.IFormattable", "System.IFormatProvider",
        "System.ValueTuple`2", "System.ValueTuple`3", "System.ValueTuple`4", "System.ValueTuple`5",
        "System.Delegate", "System.MulticastDelegate", "System.IAsyncResult", "System.AsyncCallback",
        "System.Comparison`1", "System.Predicate`1",
        "System.Action", "System.Action`1", "System.Action`2", "System.Action`3",
        "System.Func`1", "System.Func`2", "System.Func`3", "System.Func`4",
        "System.Exception", "System.ArgumentException", "System.ArgumentNullException",
        "System.ArgumentOutOfRangeException",
        "System.InvalidOperationException", "System.NotSupportedException", "System.OverflowException",
        "System.FormatException", "System.IndexOutOfRangeException",
        "System.Type", "System.RuntimeTypeHandle", "System.RuntimeFieldHandle",
        "System.Collections.IEnumerable", "System.Collections.IEnumerator",
        "System.Collections.Generic.IEnumerable`1", "System.Collections.Generic.IEnumerator`1",
        "System.Collections.Generic.ICollection`1", "System.Collections.Generic.IList`1",
        "System.Collections.Generic.IReadOnlyCollection`1", "System.Collections.Generic.IReadOnlyList`1",
        "System.Collections.Generic.IComparer`1", "System.Collections.Generic.Comparer`1",
        "System.Collections.Generic.IEqualityComparer`1", "System.Collections.Generic.EqualityComparer`1",
        "System.Collections.Generic.List`1", "System.Collections.Generic.KeyValuePair`2",
        "System.Collections.Generic.SortedDictionary`2", "System.Collections.Generic.SortedSet`1",
        "System.Collections.Generic.SortedList`2", "System.Collections.Generic.Queue`1",
        "System.Collections.Generic.Stack`1",
        "System.Text.StringBuilder",
        "System.Buffers.Binary.BinaryPrimitives",
        "System.Runtime.CompilerServices.RuntimeHelpers", "System.Runtime.CompilerServices.IsExternalInit",
        "System.Runtime.CompilerServices.DefaultInterpolatedStringHandler",
        "System.Runtime.InteropServices.InAttribute");

    // Attributes only describe, save for these, which change what code may do or when it runs.
    private static readonly FrozenSet<string> ForbiddenAttributes = FrozenSet.Create(
        StringComparer.Ordinal,
        "System.ThreadStaticAttribute",
        "System.Runtime.CompilerServices.ModuleInitializerAttribute",
        "System.Runtime.CompilerServices.UnsafeAccessorAttribute",
        "System.Runtime.CompilerServices.UnsafeAccessorTypeAttribute",
        "System.Runtime.CompilerServices.InlineArrayAttribute",
        "System.Runtime.CompilerServices.IgnoresAccessChecksToAttribute",
        "System.Runtime.CompilerServices.DisableRuntimeMarshallingAttribute",
        "System.Runtime.InteropServices.UnmanagedCallersOnlyAttribute",
        "System.Runtime.InteropServices.SuppressGCTransitionAttribute",
        "System.Security.SuppressUnmanagedCodeSecurityAttribute",
        "System.Security.UnverifiableCodeAttribute");

    // Types of which only these members are allowed.
    private static readonly FrozenDictionary<string, string[]> OnlyMembers = new Dictionary<string, string[]>
    {
        ["System.Type"] = ["GetTypeFromHandle", "op_Equality", "op_Inequality"],
        ["System.RuntimeTypeHandle"] = [],
        ["System.RuntimeFieldHandle"] = [],
        ["System.Delegate"] = [],
        ["System.MulticastDelegate"] = [],
        ["System.IAsyncResult"] = [],
        ["System.AsyncCallback"] = [],
        ["System.Exception"] = [".ctor"],
        ["System.Runtime.CompilerServices.RuntimeHelpers"] =
            ["InitializeArray", "CreateSpan", "GetSubArray", "EnsureSufficientExecutionStack"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // Members that depend on the process, the culture or an object's address.
    private static readonly FrozenDictionary<string, string[]> NoMembers = new Dictionary<string, string[]>
    {
        ["System.Object"] = ["GetHashCode", "GetType", "MemberwiseClone"],
        ["System.String"] =
            [
                "GetHashCode", "GetNonRandomizedHashCode", "Intern", "IsInterned", "ToLower", "ToUpper", "Compare",
                "CompareTo", "Normalize",
            ],
        ["System.StringComparer"] =
            [
                "get_CurrentCulture", "get_CurrentCultureIgnoreCase", "get_InvariantCulture",
                "get_InvariantCultureIgnoreCase",
            ],
        ["System.Array"] = ["CreateInstance", "CreateInstanceFromArrayType", "SetValue", "GetValue"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool IsAssembly(string? name) => name != null && Assemblies.Contains(name);

    /// <summary>
    /// Whether C# itself calls a member with a pointer: the constructor that lays a read-only span over data of the
    /// file.
    /// </summary>
    public static bool TakesPointer(string? type, string member) => type == "System.ReadOnlySpan`1" &&
    member == ".ctor";

    /// <summary>Whether a type of the framework may be referenced.</summary>
    public static bool IsType(string fullName) =>
        Types.Contains(fullName) ||
        (fullName.EndsWith("Attribute", StringComparison.Ordinal) && !ForbiddenAttributes.Contains(fullName));

    /// <summary>Whether a member of an allowed type of the framework may be referenced.</summary>
    public static bool IsMember(string type, string member) =>
        (!OnlyMembers.TryGetValue(type, out var only) || Array.IndexOf(only, member) >= 0) &&
        (!NoMembers.TryGetValue(type, out var none) || Array.IndexOf(none, member) < 0);
}
