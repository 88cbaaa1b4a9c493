using System.Text;

namespace Ledger.Grpc.Wire;

/// <summary>
/// The header grpc-message: UTF-8 where every byte outside of printable ASCII, and '%', is written as %XX.
/// </summary>
internal static class StatusText
{
    /// <summary>
    /// Bytes of UTF-8 that a message keeps. Trailers share the peer's header limit (often 8 KiB), and a byte may take
    /// three.
    /// </summary>
    public const int MessageBytesMax = 2_000;

    private const string HexDigits = "0123456789ABCDEF";

    /// <summary>Encodes a message, cut to <see cref="MessageBytesMax"/>.</summary>
    public static string Encode(string message)
    {
        if (message.Length <= MessageBytesMax && !NeedsEscape(message))
            return message;

        byte[] bytes = Encoding.UTF8.GetBytes(message);
        int length = Math.Min(bytes.Length, MessageBytesMax);

        // A character is kept whole or not at all.
        while (length < bytes.Length && length > 0 && (bytes[length] & 0xC0) == 0x80)
            length--;

        StringBuilder text = new(length + 16);
        foreach (byte value in bytes.AsSpan(0, length))
        {
            if (value is >= 0x20 and <= 0x7E and not (byte)'%')
                text.Append((char)value);
            else
                text.Append('%').Append(HexDigits[value >> 4]).Append(HexDigits[value & 15]);
        }

        return text.ToString();
    }

    /// <summary>
    /// Decodes a message. Never fails: what is no escape stays as it is, what is no UTF-8 becomes U+FFFD.
    /// </summary>
    public static string Decode(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
            return text;

        byte[] source = Encoding.UTF8.GetBytes(text);
        byte[] target = new byte[source.Length];
        int length = 0;
        for (int i = 0; i < source.Length; i++)
        {
            if (source[i] == '%' && i + 2 < source.Length
                && char.IsAsciiHexDigit((char)source[i + 1]) && char.IsAsciiHexDigit((char)source[i + 2]))
            {
                target[length++] = (byte)((HexValue(source[i + 1]) << 4) | HexValue(source[i + 2]));
                i += 2;
            }
            else
            {
                target[length++] = source[i];
            }
        }

        return Encoding.UTF8.GetString(target, 0, length);
    }

    private static bool NeedsEscape(string message)
    {
        foreach (char c in message)
        {
            if (c is < ' ' or > '~' or '%')
                return true;
        }

        return false;
    }

    private static int HexValue(byte digit) => digit switch
    {
        <= (byte)'9' => digit - '0',
        <= (byte)'F' => digit - 'A' + 10,
        _ => digit - 'a' + 10,
    };
}
