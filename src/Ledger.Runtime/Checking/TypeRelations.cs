namespace Ledger.Runtime;

/// <summary>
/// Which type may stand for which (ECMA-335 I.8.7, III.1.8.1.3), inside one method: its type parameters count by their constraints.
/// </summary>
internal sealed class TypeRelations
{
    private const int DepthMax = 32;

    private readonly IlType _int32;
    private readonly IlType _int64;
    private readonly IlType _object;

    public TypeRelations(TypeUniverse universe, ParameterShape[] ofType, ParameterShape[] ofMethod)
    {
        OfType = ofType;
        OfMethod = ofMethod;
        _int32 = universe.Framework("System.Int32");
        _int64 = universe.Framework("System.Int64");
        _object = universe.Framework("System.Object");
    }

    /// <summary>Where type arguments that the code at hand names are noted.</summary>
    public Action<IlType>? TypeNamed { get; init; }

    /// <summary>Where type arguments of methods that the code at hand names are noted.</summary>
    public Action<MethodShape, IlType[]>? MethodNamed { get; init; }

    public ParameterShape[] OfType { get; }

    public ParameterShape[] OfMethod { get; }

    /// <summary>The type as it lies on the stack: small integers and enumerations are 32-bit ones, and so on.</summary>
    public IlType OnStack(IlType type)
    {
        if (type.Kind != IlKind.Named || !type.Shape!.IsValueType)
        {
            return type;
        }

        var stored = type.Shape.Kind == "enum" ? type.Shape.Underlying ?? _int32 : type;
        return stored.Shape!.Origin != TypeOrigin.Framework ? stored : stored.Shape.Name switch
        {
            "System.Boolean" or "System.Char" or "System.SByte" or "System.Byte" or "System.Int16" or "System.UInt16" or
                "System.Int32" or "System.UInt32" => _int32,
            "System.Int64" or "System.UInt64" => _int64,
            _ => stored,
        };
    }

    /// <summary>The integer that a value of the type is in memory: enumerations by what they are stored as, signs apart.</summary>
    public static string Stored(IlType type)
    {
        if (type.Kind != IlKind.Named)
        {
            return type.Key;
        }

        var stored = type.Shape!.Kind == "enum" ? type.Shape.Underlying?.Key ?? "System.Int32" : type.Key;
        return stored switch
        {
            "System.SByte" => "System.Byte",
            "System.UInt16" => "System.Int16",
            "System.UInt32" => "System.Int32",
            "System.UInt64" => "System.Int64",
            _ => stored,
        };
    }

    public bool IsReference(IlType type) => type.Kind switch
    {
        IlKind.Array or IlKind.Null or IlKind.Boxed => true,
        IlKind.Named => !type.Shape!.IsValueType,
        IlKind.TypeParameter or IlKind.MethodParameter =>
            Constraints(type) is var c && (c.IsClass || Array.Exists(c.Types, t =>
                t.Kind == IlKind.Named && t.Shape!.Kind is "class" or "delegate" &&
                t.Shape.Name is not ("System.ValueType" or "System.Enum" or "System.Object"))),
        _ => false,
    };

    public ParameterShape Constraints(IlType parameter)
    {
        var shapes = parameter.Kind == IlKind.MethodParameter ? OfMethod : OfType;
        return parameter.Position < shapes.Length
            ? shapes[parameter.Position]
            : throw new RefusalException(RuleIds.Malformed, "a type parameter is not there");
    }

    /// <summary>Whether a value on the stack may be stored as a type.</summary>
    public bool IsAssignable(IlType from, IlType to)
    {
        if (from.Equals(to))
        {
            return true;
        }

        if (to.Kind == IlKind.Named && to.Shape!.IsValueType)
        {
            return OnStack(from).Equals(OnStack(to));
        }

        if (to.Kind == IlKind.Reference)
        {
            return from.Kind == IlKind.Reference && SameMemory(from.Element, to.Element);
        }

        if (from.Kind == IlKind.Null)
        {
            return to.Kind == IlKind.Array || IsReference(to);
        }

        // A box is an object, and a type parameter may be a struct.
        return from.Kind == IlKind.Boxed
            ? (!to.IsParameter || IsReference(to)) && Converts(from.Element, to, 0)
            : IsReference(from) && Converts(from, to, 0);
    }

    /// <summary>Whether a reference to the one may be used as a reference to the other.</summary>
    public static bool SameMemory(IlType x, IlType y) => x.Equals(y) || Stored(x) == Stored(y);

    /// <summary>Whether a type, as an object, is of another type.</summary>
    public bool Converts(IlType from, IlType to) => Converts(from, to, 0);

    /// <summary>The type that both of two values on the stack have; null when there is none.</summary>
    public IlType? Merge(IlType x, IlType y)
    {
        if (x.Equals(y))
        {
            return x;
        }

        var isReferenceX = IsReference(x);
        if (!isReferenceX || !IsReference(y))
        {
            return null;
        }

        if (IsAssignable(x, y))
        {
            return y;
        }

        if (IsAssignable(y, x))
        {
            return x;
        }

        for (var ancestor = BaseOf(x); ancestor != null; ancestor = BaseOf(ancestor))
        {
            if (IsAssignable(y, ancestor))
            {
                return ancestor;
            }
        }

        return _object;
    }

    private static IlType? BaseOf(IlType type) =>
        type.Kind == IlKind.Named ? type.Shape!.Base?.Substitute(type.Arguments, []) : null;

    private bool Converts(IlType from, IlType to, int depth)
    {
        if (depth > DepthMax)
        {
            throw new RefusalException(RuleIds.Bounds, "a chain of base types is too long");
        }

        if (from.Equals(to) || to.Equals(_object))
        {
            return true;
        }

        if (from.IsParameter)
        {
            var constraints = Constraints(from);
            return Array.Exists(constraints.Types, t => Converts(t, to, depth + 1)) ||
                (constraints.IsStruct && to.Is("System.ValueType"));
        }

        if (from.Kind == IlKind.Array)
        {
            return ArrayConverts(from.Element, to, depth);
        }

        if (from.Kind != IlKind.Named || to.Kind != IlKind.Named)
        {
            return false;
        }

        if (from.Shape == to.Shape)
        {
            return Varies(from, to, depth);
        }

        if (from.Shape!.Base is { } ancestor && Converts(ancestor.Substitute(from.Arguments, []), to, depth + 1))
        {
            return true;
        }

        foreach (var contract in from.Shape.Interfaces)
        {
            if (to.Shape!.IsInterface && Converts(contract.Substitute(from.Arguments, []), to, depth + 1))
            {
                return true;
            }
        }

        return false;
    }

    private bool ArrayConverts(IlType element, IlType to, int depth)
    {
        if (to.Kind == IlKind.Array)
        {
            return IsReference(element) && IsReference(to.Element) && Converts(element, to.Element, depth + 1);
        }

        if (to.Is("System.Array"))
        {
            return true;
        }

        return to is { Kind: IlKind.Named, Arguments.Length: 1, Shape: { Origin: TypeOrigin.Framework, Name: var name } } &&
            name is "System.Collections.Generic.IList`1" or "System.Collections.Generic.ICollection`1" or
                "System.Collections.Generic.IReadOnlyList`1" or "System.Collections.Generic.IReadOnlyCollection`1" or
                "System.Collections.Generic.IEnumerable`1" &&
            (element.Equals(to.Element) ||
                (IsReference(element) && IsReference(to.Element) && Converts(element, to.Element, depth + 1)));
    }

    private bool Varies(IlType from, IlType to, int depth)
    {
        for (var i = 0; i < from.Arguments.Length; i++)
        {
            var x = from.Arguments[i];
            var y = to.Arguments[i];
            if (x.Equals(y))
            {
                continue;
            }

            var varies = IsReference(x) && IsReference(y) && from.Shape!.Variance[i] switch
            {
                '+' => Converts(x, y, depth + 1),
                '-' => Converts(y, x, depth + 1),
                _ => false,
            };
            if (!varies)
            {
                return false;
            }
        }

        return true;
    }
}
