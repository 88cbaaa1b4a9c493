using System.Globalization;

namespace Ledger.Client;

/// <summary>
/// Spelling of <see cref="ContractValueType"/> in manifests, and the way from text to encoded values and back. Pure;
/// thread safe.
/// </summary>
public static class ContractValueTypes
{
    private static readonly string[] Names = ["void", "bool", "int", "long", "string", "byte[]", "long[]", "string[]"];

    /// <summary>As C# spells it.</summary>
    public static string NameOf(ContractValueType type) => Names[(int)type];

    /// <summary>The type that a manifest names, or null.</summary>
    public static ContractValueType? Parse(string name) => Array.IndexOf(Names, name) is >= 0 and var i ? (ContractValueType)i : null;

    /// <summary>Appends a value given as text.</summary>
    /// <returns>False when the text is not a value of the type.</returns>
    public static bool TryAppend(this CallArguments arguments, ContractValueType type, string text)
    {
        switch (type)
        {
            case ContractValueType.Bool when text is "true" or "false":
                arguments.Bool(text == "true");
                return true;
            case ContractValueType.Int when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var i):
                arguments.Int(i);
                return true;
            case ContractValueType.Long when TryParseLong(text, out var l):
                arguments.Long(l);
                return true;
            case ContractValueType.Text:
                arguments.Text(text);
                return true;
            case ContractValueType.Bytes when TryParseHex(text) is { } bytes:
                arguments.Bytes(bytes);
                return true;
            case ContractValueType.Longs when TryParseLongs(text) is { } longs:
                arguments.Longs(longs);
                return true;
            case ContractValueType.Texts:
                arguments.Texts(text.Length == 0 ? [] : text.Split(','));
                return true;
            default:
                return false;
        }
    }

    /// <summary>Decodes a result: null for <c>void</c>, otherwise the value as its C# type.</summary>
    /// <exception cref="LedgerException">Unproven when the bytes are not exactly one value of the type.</exception>
    public static object? Decode(ContractValueType type, ReadOnlySpan<byte> encoded)
    {
        var reader = new ResultReader(encoded);
        object? value = type switch
        {
            ContractValueType.Bool => reader.Bool(),
            ContractValueType.Int => reader.Int(),
            ContractValueType.Long => reader.Long(),
            ContractValueType.Text => reader.Text(),
            ContractValueType.Bytes => reader.Bytes(),
            ContractValueType.Longs => reader.Longs(),
            ContractValueType.Texts => reader.Texts(),
            _ => null,
        };
        reader.End();
        return value;
    }

    private static bool TryParseLong(string text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    private static byte[]? TryParseHex(string text)
    {
        var digits = text.StartsWith("0x", StringComparison.Ordinal) ? text[2..] : text;
        var bytes = new byte[digits.Length / 2];
        return digits.Length % 2 == 0 &&
               Convert.FromHexString(digits, bytes, out _, out _) == System.Buffers.OperationStatus.Done
            ? bytes
            : null;
    }

    private static long[]? TryParseLongs(string text)
    {
        var parts = text.Length == 0 ? [] : text.Split(',');
        var values = new long[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!TryParseLong(parts[i].Trim(), out values[i]))
            {
                return null;
            }
        }

        return values;
    }
}
