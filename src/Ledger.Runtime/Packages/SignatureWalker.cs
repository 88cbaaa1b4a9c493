using System.Reflection.Metadata;

namespace Ledger.Runtime;

/// <summary>
/// Reads signatures (ECMA-335 II.23.2) from bytes that nobody has vouched for. The framework's own decoder recurses and
/// allocates as the bytes tell it to; this one is bounded in depth and makes nothing but names. Malformed bytes raise
/// <see cref="BadImageFormatException"/>; a function pointer, whose signature is not walked, is refused.
/// </summary>
internal sealed class SignatureWalker
{
    private const int DepthMax = 32;

    private readonly PackageMetadata _package;

    public SignatureWalker(PackageMetadata package)
    {
        _package = package;
    }

    public SignatureType Field(BlobHandle signature)
    {
        var reader = _package.Metadata.GetBlobReader(signature);
        Require(reader.ReadSignatureHeader().Kind == SignatureKind.Field);
        return Type(ref reader, 0);
    }

    public SignatureType TypeSpecification(BlobHandle signature)
    {
        var reader = _package.Metadata.GetBlobReader(signature);
        return Type(ref reader, 0);
    }

    /// <summary>Result and parameters of a method, or null parameters when the signature is a field's.</summary>
    public (SignatureType Result, List<SignatureType>? Parameters) Member(BlobHandle signature)
    {
        var reader = _package.Metadata.GetBlobReader(signature);
        var header = reader.ReadSignatureHeader();
        if (header.Kind == SignatureKind.Field)
        {
            return (Type(ref reader, 0), null);
        }

        Require(header.Kind is SignatureKind.Method or SignatureKind.Property);
        if (header.CallingConvention != SignatureCallingConvention.Default)
        {
            throw FunctionPointer();
        }

        if (header.IsGeneric)
        {
            reader.ReadCompressedInteger();
        }

        var count = reader.ReadCompressedInteger();
        Require(count <= reader.RemainingBytes);
        var result = Type(ref reader, 0);
        var parameters = new List<SignatureType>();
        for (var i = 0; i < count; i++)
        {
            parameters.Add(Type(ref reader, 0));
        }

        return (result, parameters);
    }

    public void StandAlone(BlobHandle signature)
    {
        var reader = _package.Metadata.GetBlobReader(signature);
        if (reader.ReadSignatureHeader().Kind != SignatureKind.LocalVariables)
        {
            throw FunctionPointer();
        }

        for (var i = reader.ReadCompressedInteger(); i > 0; i--)
        {
            Type(ref reader, 0);
        }
    }

    public void MethodInstantiation(BlobHandle signature)
    {
        var reader = _package.Metadata.GetBlobReader(signature);
        Require(reader.ReadSignatureHeader().Kind == SignatureKind.MethodSpecification);
        for (var i = reader.ReadCompressedInteger(); i > 0; i--)
        {
            Type(ref reader, 0);
        }
    }

    private SignatureType Type(ref BlobReader reader, int depth)
    {
        Require(depth < DepthMax);
        var code = reader.ReadCompressedInteger();
        switch (code)
        {
            case (int)SignatureTypeCode.RequiredModifier or (int)SignatureTypeCode.OptionalModifier:
                reader.ReadTypeHandle();
                return Type(ref reader, depth + 1);
            case (int)SignatureTypeCode.ByReference:
                return new SignatureType(Type(ref reader, depth + 1).Name + "&", false, default);
            case (int)SignatureTypeCode.SZArray:
                return new SignatureType(Type(ref reader, depth + 1).Name + "[]", false, default);
            case (int)SignatureTypeCode.Array:
                return RankedArray(ref reader, depth);
            case (int)SignatureTypeKind.ValueType or (int)SignatureTypeKind.Class:
                return Named(reader.ReadTypeHandle(), code == (int)SignatureTypeKind.ValueType);
            case (int)SignatureTypeCode.GenericTypeInstance:
                return Generic(ref reader, depth);
            case (int)SignatureTypeCode.GenericTypeParameter or (int)SignatureTypeCode.GenericMethodParameter:
                reader.ReadCompressedInteger();
                return new SignatureType("T", false, default);
            case (int)SignatureTypeCode.Pointer or (int)SignatureTypeCode.Pinned:
                return new SignatureType(Type(ref reader, depth + 1).Name + "*", false, default);
            case (int)SignatureTypeCode.FunctionPointer:
                throw FunctionPointer();
            default:
                return Primitive((SignatureTypeCode)code);
        }
    }

    private SignatureType RankedArray(ref BlobReader reader, int depth)
    {
        var element = Type(ref reader, depth + 1);
        reader.ReadCompressedInteger();
        for (var sizes = reader.ReadCompressedInteger(); sizes > 0; sizes--)
        {
            reader.ReadCompressedInteger();
        }

        for (var bounds = reader.ReadCompressedInteger(); bounds > 0; bounds--)
        {
            reader.ReadCompressedSignedInteger();
        }

        return new SignatureType(element.Name + "[,]", false, default);
    }

    private SignatureType Generic(ref BlobReader reader, int depth)
    {
        var isValueType = reader.ReadCompressedInteger() == (int)SignatureTypeKind.ValueType;
        var generic = Named(reader.ReadTypeHandle(), isValueType);
        for (var i = reader.ReadCompressedInteger(); i > 0; i--)
        {
            Type(ref reader, depth + 1);
        }

        return generic with { Definition = default };
    }

    private SignatureType Named(EntityHandle handle, bool isValueType) => new(
        _package.NameOf(handle), isValueType,
        handle.Kind == HandleKind.TypeDefinition ? (TypeDefinitionHandle)handle : default);

    private SignatureType Primitive(SignatureTypeCode code)
    {
        var isKnown = code is >= SignatureTypeCode.Void and <= SignatureTypeCode.String
            or SignatureTypeCode.TypedReference or SignatureTypeCode.IntPtr or SignatureTypeCode.UIntPtr
            or SignatureTypeCode.Object;
        Require(isKnown);
        var name = "System." + code;
        return new SignatureType(name, code is not (SignatureTypeCode.Object or SignatureTypeCode.String), default);
    }

    private static RefusalException FunctionPointer() => new(
        RuleIds.FunctionPointer, "it uses a function pointer, a variable argument list or a calling convention of native code");

    private static void Require(bool wellFormed)
    {
        if (!wellFormed)
        {
            throw new BadImageFormatException();
        }
    }
}
