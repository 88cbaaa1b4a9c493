using Mono.Cecil;

namespace Ledger.Runtime;

/// <content>Signatures.</content>
internal sealed partial class TypeUniverse
{
    private const string InModifier = "System.Runtime.InteropServices.InAttribute";
    private const string InitModifier = "System.Runtime.CompilerServices.IsExternalInit";

    /// <summary>The type that a signature spells.</summary>
    /// <exception cref="RefusalException">It may not stand there, or not in contracts at all.</exception>
    public IlType Decode(TypeReference type, TypePlace place) => Decode(type, place, 0);

    /// <summary>A result: null for none. A modifier may say that it is a read-only reference or an init accessor's.</summary>
    private IlType? DecodeResult(TypeReference type, out bool isReadOnly, out bool isInit)
    {
        isReadOnly = false;
        isInit = false;
        if (type is RequiredModifierType modified)
        {
            var modifier = MemberSignature.NameOf(modified.ModifierType);
            isReadOnly = modifier == InModifier && modified.ElementType is ByReferenceType;
            isInit = modifier == InitModifier && modified.ElementType.MetadataType == MetadataType.Void;
            if (!isReadOnly && !isInit)
            {
                throw new RefusalException(RuleIds.Type, $"it uses the modifier {modifier} on a result");
            }

            type = modified.ElementType;
        }

        return type.MetadataType == MetadataType.Void ? null : Decode(type, TypePlace.Variable);
    }

    private IlType DecodeParameter(TypeReference type, out bool isReadOnly)
    {
        isReadOnly = false;
        if (type is RequiredModifierType { ElementType: ByReferenceType } modified &&
            MemberSignature.NameOf(modified.ModifierType) == InModifier)
        {
            isReadOnly = true;
            type = modified.ElementType;
        }

        return Decode(type, TypePlace.Variable);
    }

    private IlType Decode(TypeReference type, TypePlace place, int depth)
    {
        if (depth > DepthMax)
        {
            throw new RefusalException(RuleIds.Bounds, $"a type nests deeper than {DepthMax} levels");
        }

        switch (type)
        {
            case GenericParameter parameter:
                return IlType.Parameter(parameter.Type == GenericParameterType.Method, parameter.Position);
            case GenericInstanceType instance:
                return Instance(instance, place, depth);
            case ArrayType { IsVector: true } array:
                return IlType.ArrayOf(Decode(array.ElementType, TypePlace.Value, depth + 1));
            case ArrayType:
                throw new RefusalException(
                    RuleIds.Array, "it uses an array of several dimensions; use an array of arrays, or compute the index");
            case ByReferenceType reference when place == TypePlace.Variable:
                var element = Decode(reference.ElementType, TypePlace.Owner, depth + 1);
                return element.Kind != IlKind.Named || !element.Shape!.IsByRefLike || _seesMetering
                    ? IlType.ReferenceTo(element)
                    : throw new RefusalException(RuleIds.ByRefLike, "it uses a reference to a span (ref or out); return the span");
            case ByReferenceType:
                throw new RefusalException(RuleIds.Escape, "it keeps a reference in a field, an array or a type argument");
            case PointerType:
                throw new RefusalException(RuleIds.Pointer, "it uses a pointer (unsafe code)");
            case FunctionPointerType:
                throw new RefusalException(RuleIds.FunctionPointer, "it uses a function pointer (unsafe code)");
            case PinnedType:
                throw new RefusalException(RuleIds.Pointer, "it pins an object in memory (a fixed statement)");
            case IModifierType { ModifierType: var modifier } when
                MemberSignature.NameOf(modifier) == "System.Runtime.CompilerServices.IsVolatile":
                throw new RefusalException(RuleIds.Thread, "it uses a volatile field; contracts have one thread");
            case IModifierType modified:
                throw new RefusalException(
                    RuleIds.Type, $"it uses the modifier {MemberSignature.NameOf(modified.ModifierType)} of a type");
            case TypeSpecification:
                throw new RefusalException(RuleIds.Type, "it uses a type of an unknown form");
            default:
                return Plain(type, place);
        }
    }

    private IlType Plain(TypeReference type, TypePlace place)
    {
        var shape = Shape(type);
        if (shape.Variance.Length != 0)
        {
            throw new RefusalException(RuleIds.Malformed, $"{shape.Name} stands without its type arguments");
        }

        CheckPlace(shape, place);
        return IlType.Named(shape);
    }

    private IlType Instance(GenericInstanceType instance, TypePlace place, int depth)
    {
        var shape = Shape(instance);
        if (shape.Variance.Length != instance.GenericArguments.Count)
        {
            throw new RefusalException(RuleIds.Malformed, $"{shape.Name} has another number of type arguments");
        }

        CheckPlace(shape, place);
        var arguments = new IlType[instance.GenericArguments.Count];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = Decode(instance.GenericArguments[i], TypePlace.Value, depth + 1);
        }

        return IlType.Named(shape, arguments);
    }

    private void CheckPlace(TypeShape shape, TypePlace place)
    {
        if (shape.Name == "System.Void" || shape.Flags.Contains("signature") || shape.Flags.Contains("modifier"))
        {
            throw new RefusalException(RuleIds.Malformed, $"{shape.Name} cannot stand there");
        }

        if (shape.IsByRefLike && place == TypePlace.Value && Origin == TypeOrigin.Package)
        {
            throw new RefusalException(
                RuleIds.ByRefLike, $"it keeps a {shape.Name} in a field, an array, a box or a type argument; use an array");
        }
    }
}
