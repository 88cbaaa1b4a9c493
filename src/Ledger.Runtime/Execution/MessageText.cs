using System.Text;

namespace Ledger.Runtime;

/// <summary>Texts as receipts hold them.</summary>
internal static class MessageText
{
    /// <summary>Most bytes of UTF-8 of a message in a receipt.</summary>
    public const int SizeMax = 256;

    /// <summary>
    /// The longest beginning of whole characters that fits; half a surrogate pair becomes U+FFFD, so that the text in
    /// memory is the one that is read back.
    /// </summary>
    public static string Cut(string text)
    {
        // At most three bytes come from one UTF-16 unit, and only surrogates are changed by encoding.
        if (text.Length <= SizeMax / 3 && !text.AsSpan().ContainsAnyInRange('\ud800', '\udfff'))
        {
            return text;
        }

        var head = text.AsSpan(0, Math.Min(text.Length, SizeMax + 1));
        Span<byte> bytes = stackalloc byte[3 * (SizeMax + 1)];
        var size = Encoding.UTF8.GetBytes(head, bytes);
        if (size > SizeMax)
        {
            size = SizeMax;
            while ((bytes[size] & 0xc0) == 0x80)
            {
                size--;
            }
        }

        return Encoding.UTF8.GetString(bytes[..size]);
    }
}
