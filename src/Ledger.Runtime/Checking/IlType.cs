namespace Ledger.Runtime;

/// <summary>
/// A type as signatures spell it, or as it lies on the evaluation stack. Immutable; two types are the same when their
/// <see cref="Key"/> is.
/// </summary>
internal sealed class IlType : IEquatable<IlType>
{
    /// <summary>Most parts of a type: names, arrays and references together.</summary>
    public const int PartsMax = 64;

    public static readonly IlType Null = new(IlKind.Null, null, [], 0, "null");
    public static readonly IlType NativeInteger = new(IlKind.NativeInteger, null, [], 0, "native int");
    public static readonly IlType Method = new(IlKind.Method, null, [], 0, "method");

    private IlType(IlKind kind, TypeShape? shape, IlType[] arguments, int position, string key)
    {
        Kind = kind;
        Shape = shape;
        Arguments = arguments;
        Position = position;
        Key = key;
        Parts = 1;
        foreach (var argument in arguments)
        {
            Parts += argument.Parts;
        }

        if (Parts > PartsMax)
        {
            throw new RefusalException(RuleIds.Bounds, $"a type is made of more than {PartsMax} parts");
        }
    }

    public IlKind Kind { get; }

    /// <summary>The definition of a named type.</summary>
    public TypeShape? Shape { get; }

    /// <summary>Type arguments of a named type, or the one element of the others.</summary>
    public IlType[] Arguments { get; }

    /// <summary>Place of a type parameter.</summary>
    public int Position { get; }

    /// <summary>The type in words that no other type has.</summary>
    public string Key { get; }

    /// <summary>How many names, arrays and references it is made of.</summary>
    public int Parts { get; }

    /// <summary>What an array, reference or box holds.</summary>
    public IlType Element => Arguments[0];

    public bool IsParameter => Kind is IlKind.TypeParameter or IlKind.MethodParameter;

    /// <summary>Whether the name is that of a type of the framework.</summary>
    public bool Is(string name) => Kind == IlKind.Named && Shape!.Origin == TypeOrigin.Framework && Shape.Name == name;

    public static IlType Named(TypeShape shape, params IlType[] arguments) => new(
        IlKind.Named, shape, arguments, 0,
        arguments.Length == 0
            ? shape.Key
            : $"{shape.Key}<{string.Join(',', Array.ConvertAll(arguments, static a => a.Key))}>");

    public static IlType ArrayOf(IlType element) => new(IlKind.Array, null, [element], 0, element.Key + "[]");

    public static IlType ReferenceTo(IlType element) => new(IlKind.Reference, null, [element], 0, element.Key + "&");

    public static IlType BoxOf(IlType element) => new(IlKind.Boxed, null, [element], 0, "boxed " + element.Key);

    public static IlType Parameter(bool ofMethod, int position) => new(
        ofMethod ? IlKind.MethodParameter : IlKind.TypeParameter, null, [], position,
        (ofMethod ? "!!" : "!") + position);

    /// <summary>The type with type parameters replaced; parameters beyond the arguments are malformed.</summary>
    public IlType Substitute(IlType[] ofType, IlType[] ofMethod)
    {
        switch (Kind)
        {
            case IlKind.TypeParameter:
                return At(ofType);
            case IlKind.MethodParameter:
                return At(ofMethod);
            case IlKind.Array:
                return ArrayOf(Element.Substitute(ofType, ofMethod));
            case IlKind.Reference:
                return ReferenceTo(Element.Substitute(ofType, ofMethod));
            case IlKind.Named when Arguments.Length > 0:
                return Named(Shape!, Array.ConvertAll(Arguments, a => a.Substitute(ofType, ofMethod)));
            default:
                return this;
        }
    }

    public bool Equals(IlType? other) => ReferenceEquals(this, other) || (other != null && Key == other.Key);

    public override bool Equals(object? obj) => Equals(obj as IlType);

    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    /// <summary>The type for people.</summary>
    public override string ToString() => Kind switch
    {
        IlKind.Named when Arguments.Length > 0 => $"{Shape!.Name}<{string.Join(", ", (object[])Arguments)}>",
        IlKind.Named => Shape!.Name,
        IlKind.Array => Element + "[]",
        IlKind.Reference => "ref " + Element,
        IlKind.Boxed => "boxed " + Element,
        IlKind.Null => "null",
        IlKind.NativeInteger => "nint",
        IlKind.Method => "method",
        _ => Key,
    };

    private IlType At(IlType[] arguments) => Position < arguments.Length
        ? arguments[Position]
        : throw new RefusalException(RuleIds.Malformed, "a type parameter is not there");
}
