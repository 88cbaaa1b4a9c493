using Mono.Cecil;

namespace Ledger.Runtime;

/// <summary>
/// Sizes of the types of a package, from its metadata alone: never smaller than what the runtime takes, and the same on
/// every version of it. A type parameter is as large as the largest type that the package ever puts in its place.
/// </summary>
internal sealed class TypeSizes
{
    /// <summary>Most bytes of a struct; larger ones are refused, so that frames and copies stay small.</summary>
    public const int StructSizeMax = 1024;

    private const int ObjectHeaderSize = 16;

    private const int NestingMax = 32;
    private readonly Dictionary<GenericParameter, TypeSize> _parameters = [];
    private readonly Dictionary<TypeDefinition, TypeSize> _plainStructs = [];

    /// <exception cref="MeteringException">A struct is too large.</exception>
    public TypeSizes(ModuleDefinition module)
    {
        var instantiations = TypeArgumentUses.Of(module);

        // Sizes only grow and end at the limit, so this ends; a package that needs many rounds grows without end.
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var (parameter, argument) in instantiations)
            {
                var size = Of(argument);
                var known = _parameters.GetValueOrDefault(parameter, TypeSize.Reference);
                var larger = new TypeSize(Math.Max(size.Bytes, known.Bytes), Math.Max(size.Alignment, known.Alignment));
                if (larger != known)
                {
                    _parameters[parameter] = larger;
                    changed = true;
                }
            }
        }
    }

    /// <summary>A variable of the type.</summary>
    /// <param name="type">As it stands in the package.</param>
    public TypeSize Of(TypeReference type) => Of(type, [], 0);

    /// <summary>An object of a class of the package, header included.</summary>
    public int OfObject(TypeReference type)
    {
        var bytes = ObjectHeaderSize;
        var arguments = ArgumentSizes(type, [], 0);
        for (var depth = 0; type != null; depth++)
        {
            if (type.GetElementType() is not TypeDefinition definition)
            {
                return bytes + ForeignTypes.BaseSize(type);
            }

            if (depth > NestingMax)
            {
                throw new MeteringException($"{definition.FullName} is derived too deeply");
            }

            bytes = TypeSize.RoundUp(Fields(definition, arguments, bytes, 0).Bytes, 8);
            type = definition.BaseType;
            arguments = type == null ? [] : ArgumentSizes(type, arguments, 0);
        }

        return bytes;
    }

    private TypeSize Of(TypeReference type, TypeSize[] context, int depth)
    {
        if (depth > NestingMax)
        {
            throw new MeteringException($"{type.FullName} is nested too deeply");
        }

        switch (type)
        {
            case GenericParameter parameter:
                return parameter.Type == GenericParameterType.Type && parameter.Position < context.Length
                    ? context[parameter.Position]
                    : _parameters.GetValueOrDefault(parameter, TypeSize.Reference);
            case GenericInstanceType instance:
                var arguments = ArgumentSizes(instance, context, depth);
                return instance.ElementType is TypeDefinition generic
                    ? generic.IsValueType ? Struct(generic, arguments, depth) : TypeSize.Reference
                    : ForeignTypes.SizeOf(instance.ElementType, arguments);
            case IModifierType modifier:
                return Of(modifier.ElementType, context, depth + 1);
            case PinnedType or SentinelType:
                return Of(((TypeSpecification)type).ElementType, context, depth + 1);
            case TypeSpecification:
                return TypeSize.Reference;
            case TypeDefinition definition:
                return !definition.IsValueType ? TypeSize.Reference
                    : definition.HasGenericParameters ? Struct(definition, [], depth)
                    : PlainStruct(definition, depth);
            default:
                return ForeignTypes.SizeOf(type, []);
        }
    }

    private TypeSize PlainStruct(TypeDefinition definition, int depth)
    {
        if (!_plainStructs.TryGetValue(definition, out var size))
        {
            size = Struct(definition, [], depth);
            _plainStructs.Add(definition, size);
        }

        return size;
    }

    private TypeSize Struct(TypeDefinition definition, TypeSize[] arguments, int depth)
    {
        var size = Fields(definition, arguments, 0, depth);
        var bytes = Math.Max(1, TypeSize.RoundUp(Math.Max(size.Bytes, definition.ClassSize), size.Alignment));
        return bytes <= StructSizeMax
            ? new TypeSize(bytes, size.Alignment)
            : throw new MeteringException($"{definition.FullName} takes more than {StructSizeMax} bytes");
    }

    private TypeSize Fields(TypeDefinition definition, TypeSize[] arguments, int offset, int depth)
    {
        var alignment = 1;
        foreach (var field in definition.Fields)
        {
            if (!field.IsStatic)
            {
                var size = Of(field.FieldType, arguments, depth + 1);
                offset = size.After(offset);
                alignment = Math.Max(alignment, size.Alignment);
            }
        }

        return new TypeSize(offset, alignment);
    }

    private TypeSize[] ArgumentSizes(TypeReference type, TypeSize[] context, int depth) =>
        type is GenericInstanceType instance
            ? [.. instance.GenericArguments.Select(a => Of(a, context, depth + 1))]
            : [];
}
