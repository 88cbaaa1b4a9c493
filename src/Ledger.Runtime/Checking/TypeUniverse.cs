using Mono.Cecil;

namespace Ledger.Runtime;

/// <summary>
/// The types that an assembly sees: its own, those of the SDK, those of the framework that the rules list. Nothing is resolved
/// from the machine: names are looked up, never files.
/// </summary>
internal sealed partial class TypeUniverse
{
    /// <summary>Deepest nesting of types in signatures.</summary>
    public const int DepthMax = 12;

    private readonly FrameworkTypes _framework = FrameworkTypes.Current;
    private readonly RuleSet _rules = RuleSet.Current;
    private readonly TypeUniverse? _sdk;
    private readonly bool _seesMetering;
    private readonly Dictionary<string, TypeShape> _own = new(StringComparer.Ordinal);
    private readonly Dictionary<MethodDefinition, MethodShape> _methods = [];
    private readonly Dictionary<TypeShape, Dictionary<string, MethodDefinition>> _methodsByName = [];

    private TypeUniverse(ModuleDefinition module, TypeOrigin origin, TypeUniverse? sdk, bool seesMetering)
    {
        Module = module;
        Origin = origin;
        _sdk = sdk;
        _seesMetering = seesMetering;
        foreach (var type in module.GetTypes())
        {
            var name = MemberSignature.NameOf(type);
            if (!_own.TryAdd(name, Declare(type, name)))
            {
                throw new RefusalException(RuleIds.Malformed, $"two types are named {name}");
            }
        }
    }

    public ModuleDefinition Module { get; }

    public TypeOrigin Origin { get; }

    /// <summary>The types that the assembly defines.</summary>
    public IEnumerable<TypeShape> Own => _own.Values;

    /// <summary>The types of a package.</summary>
    /// <param name="module">The package.</param>
    /// <param name="seesMetering">Whether it was rewritten and may use the SDK's metering.</param>
    /// <param name="place">Told which type is looked at.</param>
    public static TypeUniverse OfPackage(ModuleDefinition module, bool seesMetering, CheckPlace place)
    {
        var universe = new TypeUniverse(module, TypeOrigin.Package, SdkTypes.Current, seesMetering);
        foreach (var shape in universe.Own)
        {
            place.Enter(shape.Definition!);
            universe.Complete(shape);
        }

        return universe;
    }

    /// <summary>The types of the SDK; its types outside of the rules are left out where they occur.</summary>
    public static TypeUniverse OfSdk(ModuleDefinition module)
    {
        var universe = new TypeUniverse(module, TypeOrigin.Sdk, null, seesMetering: true);
        foreach (var shape in universe.Own)
        {
            universe.Complete(shape);
        }

        return universe;
    }

    public IlType Framework(string name) => _framework.Type(name);

    /// <summary>A definition of this assembly.</summary>
    public TypeShape Shape(TypeDefinition type) => _own[MemberSignature.NameOf(type)];

    /// <summary>The definition that a reference names.</summary>
    public TypeShape Shape(TypeReference type)
    {
        var element = type is TypeSpecification ? type.GetElementType() : type;
        var name = MemberSignature.NameOf(element);
        if (element is TypeDefinition)
        {
            return _own[name];
        }

        var scope = element;
        while (scope.DeclaringType is { } outer)
        {
            scope = outer;
        }

        if (scope.Scope is not AssemblyNameReference assembly)
        {
            // Primitive types carry the name of the core library, which Cecil takes from the references.
            throw new RefusalException(RuleIds.Malformed, $"it takes type {name} from somewhere else than an assembly");
        }

        return assembly.Name == RuleSet.Sdk ? SdkShape(name) : FrameworkShape(name, assembly.Name);
    }

    private TypeShape SdkShape(string name)
    {
        var shape = _sdk?._own.GetValueOrDefault(name);
        if (shape?.Definition is not { } definition || !IsPublic(definition))
        {
            throw new RefusalException(RuleIds.Type, $"it uses {name}, which is not a public type of the SDK");
        }

        if (!_seesMetering && name.StartsWith(RuleSet.MeteringNamespace + ".", StringComparison.Ordinal))
        {
            throw new RefusalException(RuleIds.Type, $"it uses {name}; only the node meters contracts");
        }

        return shape;
    }

    private TypeShape FrameworkShape(string name, string assembly)
    {
        var shape = _framework.Find(name) ?? throw Hints.Refuse(name);
        return _rules.Assemblies.Contains(assembly) || Origin == TypeOrigin.Sdk
            ? shape
            : throw new RefusalException(RuleIds.Assembly, $"it takes {name} from {assembly}, which contracts cannot reference");
    }

    private static bool IsPublic(TypeDefinition type) =>
        type.DeclaringType == null ? type.IsPublic : type.IsNestedPublic && IsPublic(type.DeclaringType);

    private TypeShape Declare(TypeDefinition type, string name) => new()
    {
        Origin = Origin,
        Name = name,
        Kind = KindOf(type),
        Variance = string.Concat(type.GenericParameters.Select(p => p.IsCovariant ? '+' : p.IsContravariant ? '-' : ' ')),
        Definition = type,
        IsByRefLike = HasAttribute(type, "System.Runtime.CompilerServices.IsByRefLikeAttribute"),
    };

    private static string KindOf(TypeDefinition type)
    {
        if (type.IsInterface)
        {
            return "interface";
        }

        return type.BaseType == null ? "class" : MemberSignature.NameOf(type.BaseType) switch
        {
            "System.Enum" => "enum",
            "System.ValueType" => "struct",
            "System.MulticastDelegate" => "delegate",
            _ => "class",
        };
    }

    // Bases, interfaces and constraints. Of the SDK, what the rules do not know is left out: contracts cannot reach it.
    private void Complete(TypeShape shape)
    {
        var definition = shape.Definition!;
        shape.Base = definition.BaseType == null || shape.IsInterface ? null : Known(definition.BaseType);
        foreach (var implementation in definition.Interfaces)
        {
            if (Known(implementation.InterfaceType) is { } type)
            {
                shape.Interfaces.Add(type);
            }
        }

        shape.Parameters = Parameters(definition);
        if (shape.Kind == "enum")
        {
            foreach (var field in definition.Fields)
            {
                if (!field.IsStatic)
                {
                    shape.Underlying = Decode(field.FieldType, TypePlace.Value);
                }
            }
        }
    }

    private IlType? Known(TypeReference type)
    {
        try
        {
            return Decode(type, TypePlace.Value);
        }
        catch (RefusalException) when (Origin == TypeOrigin.Sdk)
        {
            return null;
        }
    }

    private ParameterShape[] Parameters(IGenericParameterProvider provider)
    {
        var shapes = new ParameterShape[provider.GenericParameters.Count];
        for (var i = 0; i < shapes.Length; i++)
        {
            var parameter = provider.GenericParameters[i];
            var types = new List<IlType>();
            foreach (var constraint in parameter.Constraints)
            {
                if (constraint.ConstraintType is RequiredModifierType or OptionalModifierType && Origin == TypeOrigin.Package)
                {
                    throw new RefusalException(RuleIds.Pointer, "it has a type parameter that is unmanaged");
                }

                if (Known(constraint.ConstraintType) is { } type)
                {
                    types.Add(type);
                }
            }

            shapes[i] = new ParameterShape(
                parameter.HasReferenceTypeConstraint, parameter.HasNotNullableValueTypeConstraint,
                parameter.HasDefaultConstructorConstraint, [.. types]);
        }

        return shapes;
    }

    /// <summary>Whether a definition carries an attribute of that name.</summary>
    public static bool HasAttribute(ICustomAttributeProvider provider, string name)
    {
        if (!provider.HasCustomAttributes)
        {
            return false;
        }

        foreach (var attribute in provider.CustomAttributes)
        {
            if (MemberSignature.NameOf(attribute.AttributeType) == name)
            {
                return true;
            }
        }

        return false;
    }
}
