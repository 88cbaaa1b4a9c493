using System.Text;

namespace Ledger.Node.Audit;

/// <summary>Keys of the world state for people: printable bytes as they are, all bytes in hexadecimal.</summary>
public static class KeyText
{
    /// <summary>Names a key, such as <c>wallet 'account.cell1/bank.' (77616c…)</c>.</summary>
    public static string Describe(ReadOnlySpan<byte> key)
    {
        var end = key.IndexOf((byte)0);
        var own = end < 0 ? key : key[(end + 1)..];
        var text = new StringBuilder();
        if (end >= 0)
        {
            Append(text, key[..end]);
            text.Append(' ');
        }

        Append(text.Append('\''), own);
        return text.Append("' (").Append(Convert.ToHexStringLower(key)).Append(')').ToString();
    }

    private static void Append(StringBuilder text, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            text.Append(b is >= 0x20 and < 0x7f ? (char)b : '.');
        }
    }
}
