using System.Reflection.Metadata;

namespace Ledger.Runtime;

/// <summary>
/// Reads the values of the SDK's attributes (ECMA-335 II.23.3), whose parameters are texts, lists of texts or a
/// number and whose only property is a bool. Malformed bytes raise <see cref="BadImageFormatException"/>.
/// </summary>
internal static class AttributeBlob
{
    private const byte Property = 0x54;
    private const byte Boolean = 0x02;

    /// <summary>One text.</summary>
    public static string Text(PackageMetadata package, CustomAttribute attribute)
    {
        var reader = Open(package, attribute);
        return Text(ref reader);
    }

    /// <summary>One list of texts.</summary>
    public static string[] Texts(PackageMetadata package, CustomAttribute attribute)
    {
        var reader = Open(package, attribute);
        return Texts(ref reader);
    }

    /// <summary>A text and a list of texts.</summary>
    public static (string Name, string[] Values) TextAndTexts(PackageMetadata package, CustomAttribute attribute)
    {
        var reader = Open(package, attribute);
        return (Text(ref reader), Texts(ref reader));
    }

    /// <summary>One <c>int</c>.</summary>
    public static int Int(PackageMetadata package, CustomAttribute attribute) => Open(package, attribute).ReadInt32();

    /// <summary>One <c>long</c>.</summary>
    public static long Long(PackageMetadata package, CustomAttribute attribute) => Open(package, attribute).ReadInt64();

    /// <summary>The named property, when the attribute has no parameters; false when it is not set.</summary>
    public static bool Flag(PackageMetadata package, CustomAttribute attribute, string property)
    {
        var reader = Open(package, attribute);
        var value = false;
        for (var count = reader.ReadUInt16(); count > 0; count--)
        {
            if (reader.ReadByte() != Property || reader.ReadByte() != Boolean || Text(ref reader) != property)
            {
                throw new BadImageFormatException();
            }

            value = reader.ReadBoolean();
        }

        return value;
    }

    private static BlobReader Open(PackageMetadata package, CustomAttribute attribute)
    {
        var reader = package.Metadata.GetBlobReader(attribute.Value);
        return reader.ReadUInt16() == 1 ? reader : throw new BadImageFormatException();
    }

    private static string Text(ref BlobReader reader) =>
        reader.ReadSerializedString() ?? throw new BadImageFormatException();

    private static string[] Texts(ref BlobReader reader)
    {
        var count = reader.ReadInt32();
        if (count < 0 || count > reader.RemainingBytes)
        {
            throw new BadImageFormatException();
        }

        var values = new string[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = Text(ref reader);
        }

        return values;
    }
}
