using Mono.Cecil;

namespace Ledger.Runtime;

/// <summary>A method as a caller sees it, over the type parameters of its type and its own.</summary>
internal sealed class MethodShape
{
    public required TypeShape Owner { get; init; }

    public required string Name { get; init; }

    /// <summary>Null for no result.</summary>
    public required IlType? Result { get; init; }

    public required IlType[] Parameters { get; init; }

    public required bool HasThis { get; init; }

    public required ParameterShape[] TypeParameters { get; init; }

    /// <summary>Which parameters are references that are only read (<c>in</c>).</summary>
    public required bool[] ReadOnlyParameters { get; init; }

    /// <summary>Whether the result is a reference that may only be read.</summary>
    public bool ReturnsReadOnly { get; init; }

    /// <summary>Whether it leaves the struct that it is called on as it is.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Whether it is an init accessor.</summary>
    public bool IsInit { get; init; }

    public bool IsVirtual { get; init; }

    public bool IsAbstract { get; init; }

    /// <summary>The definition in the SDK or the package.</summary>
    public MethodDefinition? Definition { get; init; }

    /// <summary>The rule of a member of the framework.</summary>
    public MemberRule? Rule { get; init; }

    public bool IsConstructor => Name == ".ctor";

    public override string ToString() => $"{Owner.Name}.{Name}";
}
