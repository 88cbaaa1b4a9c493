using Mono.Cecil;

namespace Ledger.Runtime;

/// <summary>A type's definition as verification needs it.</summary>
internal sealed class TypeShape
{
    public required TypeOrigin Origin { get; init; }

    /// <summary>Full name; nested types as <c>Outer/Inner</c>.</summary>
    public required string Name { get; init; }

    /// <summary>class, struct, interface, enum or delegate.</summary>
    public required string Kind { get; init; }

    /// <summary>Its type parameters: <c>+</c>, <c>-</c> or a space each.</summary>
    public required string Variance { get; init; }

    /// <summary>Words of the rules; empty for types of the SDK and the package.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>The definition in the SDK or the package.</summary>
    public TypeDefinition? Definition { get; init; }

    /// <summary>The base class in terms of its own type parameters; null for the root and for interfaces.</summary>
    public IlType? Base { get; set; }

    /// <summary>The interfaces it names, in terms of its own type parameters.</summary>
    public List<IlType> Interfaces { get; } = [];

    /// <summary>Constraints of its type parameters; empty when there are none to check.</summary>
    public ParameterShape[] Parameters { get; set; } = [];

    /// <summary>What an enumeration is stored as.</summary>
    public IlType? Underlying { get; set; }

    public bool IsByRefLike { get; init; }

    public bool IsValueType => Kind is "struct" or "enum";

    public bool IsInterface => Kind == "interface";

    public bool IsNumber => Flags.Contains("number");

    public bool IsAbstract => Definition is { IsAbstract: true } || (Definition == null && Flags.Contains("static"));

    public string Key => Origin == TypeOrigin.Package ? "$" + Name : Name;

    /// <summary>The type over its own type parameters: what <c>this</c> is inside it.</summary>
    public IlType Self => field ??= IlType.Named(
        this, [.. Enumerable.Range(0, Variance.Length).Select(i => IlType.Parameter(ofMethod: false, i))]);

    public override string ToString() => Name;
}
