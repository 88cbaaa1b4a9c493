using System.Globalization;
using System.Text;
using Ledger.Client;

namespace Ledger.Cli.Commands;

/// <summary>
/// Keys of a contract's state on the command line: <c>text</c> is a text part, <c>long:5</c> a number, <c>raw:text</c>
/// text without its end mark (as the ledger's own contracts use) and <c>hex:0a0b</c> bytes.
/// </summary>
internal static class KeyParts
{
    private const string LongPrefix = "long:";
    private const string RawPrefix = "raw:";
    private const string HexPrefix = "hex:";

    /// <exception cref="CommandException">A part is malformed: bad input.</exception>
    public static byte[] Parse(IReadOnlyList<string> parts)
    {
        var key = new StateKeyBuilder();
        foreach (var part in parts)
        {
            Append(key, part);
        }

        return key.ToArray();
    }

    private static void Append(StateKeyBuilder key, string part)
    {
        if (part.StartsWith(LongPrefix, StringComparison.Ordinal))
        {
            key.Long(long.TryParse(
                part.AsSpan(LongPrefix.Length), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw CommandException.BadInput($"'{part}' is not {LongPrefix} and a whole number"));
        }
        else if (part.StartsWith(RawPrefix, StringComparison.Ordinal))
        {
            key.Raw(Encoding.UTF8.GetBytes(part[RawPrefix.Length..]));
        }
        else if (part.StartsWith(HexPrefix, StringComparison.Ordinal))
        {
            key.Raw(ParseHex(part));
        }
        else
        {
            key.Text(part);
        }
    }

    private static byte[] ParseHex(string part)
    {
        try
        {
            return Convert.FromHexString(part.AsSpan(HexPrefix.Length));
        }
        catch (FormatException)
        {
            throw CommandException.BadInput($"'{part}' is not {HexPrefix} and pairs of hexadecimal digits");
        }
    }
}
