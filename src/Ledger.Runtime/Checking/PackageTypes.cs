using Mono.Cecil;

namespace Ledger.Runtime;

/// <summary>Every type of a package is what it seems: bases, interfaces, layout, names, members that only describe.</summary>
internal static class PackageTypes
{
    /// <summary>Longest chain of base types.</summary>
    public const int BaseDepthMax = 16;

    private const int InterfacesMax = 64;
    private const int TypeParametersMax = 8;
    private const int DataSizeMax = 1 << 16;
    private const string Embedded = "Microsoft.CodeAnalysis.EmbeddedAttribute";

    public static void Check(PackageContext context, TypeShape type)
    {
        var definition = type.Definition!;
        context.Place.Enter(definition);
        CheckName(type.Name);
        Attributes.Check(definition);
        foreach (var property in definition.Properties)
        {
            Attributes.Check(property);
        }

        foreach (var @event in definition.Events)
        {
            Attributes.Check(@event);
        }

        foreach (var implementation in definition.Interfaces)
        {
            Attributes.Check(implementation);
        }

        CheckTypeParameters(definition);
        CheckLayout(definition);
        if (type.IsByRefLike)
        {
            throw new RefusalException(RuleIds.ByRefLike, "it is a ref struct; use a struct");
        }

        CheckBase(type);
        CheckInterfaces(context, type);
        switch (type.Kind)
        {
            case "enum":
                CheckEnumeration(type);
                break;
            case "delegate":
                CheckDelegate(definition);
                break;
            default:
                break;
        }

        CheckFields(context, type);
    }

    private static void CheckName(string name)
    {
        if (name.Length > 1024)
        {
            throw new RefusalException(RuleIds.Bounds, "its name is longer than 1024 characters");
        }

        var isReserved = name.StartsWith("System.", StringComparison.Ordinal) ||
            name.StartsWith("Microsoft.", StringComparison.Ordinal) ||
            name.StartsWith("Ledger.Chaincode.", StringComparison.Ordinal);
        if (isReserved && name != Embedded && !RuleSet.Current.Attributes.ContainsKey(name))
        {
            throw new RefusalException(RuleIds.Namespace, $"it defines {name} in a namespace of .NET or the SDK");
        }
    }

    public static void CheckTypeParameters(IGenericParameterProvider provider)
    {
        if (provider.GenericParameters.Count > TypeParametersMax)
        {
            throw new RefusalException(RuleIds.Bounds, $"it has more than {TypeParametersMax} type parameters");
        }

        foreach (var parameter in provider.GenericParameters)
        {
            Attributes.Check(parameter);
            if (((int)parameter.Attributes & 0x20) != 0)
            {
                throw new RefusalException(RuleIds.ByRefLike, "it has a type parameter that allows ref structs");
            }
        }
    }

    private static void CheckLayout(TypeDefinition type)
    {
        var hasFields = type.Fields.Any(f => !f.IsStatic);
        if ((type.IsExplicitLayout || type.ClassSize > 0 || type.PackingSize > 0) && hasFields)
        {
            throw new RefusalException(RuleIds.Layout, "it has an explicit layout, a size or a packing of its own");
        }

        if (type.ClassSize > DataSizeMax)
        {
            throw new RefusalException(RuleIds.Bounds, $"it holds more than {DataSizeMax} bytes of data");
        }

        if (type.HasSecurityDeclarations || type.IsImport || type.IsWindowsRuntime)
        {
            throw new RefusalException(RuleIds.NativeCode, "it carries security declarations or comes from native code");
        }
    }

    private static void CheckBase(TypeShape type)
    {
        if (type.IsInterface || type.Name == "<Module>")
        {
            if (type.Definition!.BaseType != null)
            {
                throw new RefusalException(RuleIds.Inheritance, "it has a base class");
            }

            return;
        }

        if (type.Base is not { Kind: IlKind.Named, Shape: { } ancestor })
        {
            throw new RefusalException(RuleIds.Inheritance, "it has no base class");
        }

        var allowed = ancestor.Origin == TypeOrigin.Framework
            ? ancestor.Flags.Contains("derive")
            : ancestor.Kind == "class" && ancestor.Definition is { IsSealed: false };
        if (!allowed || (type.Kind != "class" && !type.Definition!.IsSealed))
        {
            throw new RefusalException(RuleIds.Inheritance, $"it derives from {ancestor.Name}, which contracts cannot");
        }

        var depth = 0;
        for (var link = type.Base; link != null; link = link.Shape!.Base)
        {
            if (++depth > BaseDepthMax)
            {
                throw new RefusalException(RuleIds.Bounds, $"it has more than {BaseDepthMax} base classes, or a ring of them");
            }
        }
    }

    private static void CheckInterfaces(PackageContext context, TypeShape type)
    {
        var relations = context.Relations(type, null);
        if (type.Base != null)
        {
            TypeConstraints.Check(relations, type.Base);
        }

        foreach (var parameter in type.Parameters)
        {
            Array.ForEach(parameter.Types, t => TypeConstraints.Check(relations, t));
        }

        if (type.Interfaces.Count > InterfacesMax)
        {
            throw new RefusalException(RuleIds.Bounds, $"it implements more than {InterfacesMax} interfaces");
        }

        foreach (var contract in type.Interfaces)
        {
            if (contract is not { Kind: IlKind.Named, Shape: { IsInterface: true } shape } ||
                (shape.Origin == TypeOrigin.Framework && !shape.Flags.Contains("implement")))
            {
                throw contract.ToString().StartsWith("System.Collections.", StringComparison.Ordinal)
                    ? new RefusalException(
                        RuleIds.Iterator,
                        $"it implements {contract}: an iterator (yield return) or a collection of its own, whose finally blocks are " +
                        "left to others; return a list")
                    : new RefusalException(RuleIds.Inheritance, $"it implements {contract}, which contracts cannot");
            }

            CheckNoRing(shape, 0);
            TypeConstraints.Check(relations, contract);
        }
    }

    private static void CheckNoRing(TypeShape contract, int depth)
    {
        if (depth > BaseDepthMax)
        {
            throw new RefusalException(RuleIds.Bounds, $"it has interfaces {BaseDepthMax} deep, or a ring of them");
        }

        foreach (var next in contract.Interfaces)
        {
            CheckNoRing(next.Shape!, depth + 1);
        }
    }

    private static void CheckEnumeration(TypeShape type)
    {
        var fields = type.Definition!.Fields.Count(f => !f.IsStatic);
        if (fields != 1 || type.Underlying is not { Kind: IlKind.Named, Shape.IsNumber: true } stored ||
            stored.Shape.Name is "System.Boolean" or "System.Char" or "System.Int128" or "System.UInt128" ||
            type.Definition.HasMethods)
        {
            throw new RefusalException(RuleIds.Layout, "it is an enumeration of something else than integers");
        }
    }

    private static void CheckDelegate(TypeDefinition type)
    {
        var constructors = type.Methods.Count(m => m.Name == ".ctor");
        var fits = type.Fields.Count == 0 && constructors == 1 && type.Methods.Count(m => m.Name == "Invoke") == 1 &&
            type.Methods.All(m => m.IsRuntime && m.HasThis && m.Name is ".ctor" or "Invoke" or "BeginInvoke" or "EndInvoke") &&
            type.Methods.First(m => m.Name == ".ctor") is { Parameters: { Count: 2 } parameters } &&
            parameters[0].ParameterType.MetadataType == MetadataType.Object &&
            parameters[1].ParameterType.MetadataType == MetadataType.IntPtr;
        if (!fits)
        {
            throw new RefusalException(RuleIds.Delegate, "it is a delegate type of a form of its own");
        }
    }

    private static void CheckFields(PackageContext context, TypeShape type)
    {
        var relations = context.Relations(type, null);
        foreach (var field in type.Definition!.Fields)
        {
            Attributes.Check(field);
            if (type.IsInterface && !field.IsStatic)
            {
                throw new RefusalException(RuleIds.Layout, "it is an interface with a field");
            }

            if (field.HasMarshalInfo || (field.Attributes & (FieldAttributes.PInvokeImpl | FieldAttributes.HasFieldMarshal)) != 0)
            {
                throw new RefusalException(RuleIds.NativeCode, $"field {field.Name} is laid out for native code");
            }

            var value = context.Universe.Decode(field.FieldType, TypePlace.Value);
            TypeConstraints.Check(relations, value);
            StaticFields.Check(context.Universe, field, value);
        }

        if (type.Kind == "struct")
        {
            StructSizes.Check(context.Universe, type);
        }
    }
}
