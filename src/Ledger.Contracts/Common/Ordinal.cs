namespace Ledger.Contracts;

/// <summary>The order of identifiers: byte by byte in UTF-8. Pure.</summary>
public static class Ordinal
{
    /// <summary>Negative when left comes first, positive when right does, 0 when both are the same text.</summary>
    public static int Compare(string left, string right)
    {
        var shared = left.Length < right.Length ? left.Length : right.Length;
        for (var i = 0; i < shared; i++)
        {
            if (left[i] != right[i])
            {
                return Rank(left[i]) - Rank(right[i]);
            }
        }

        return left.Length - right.Length;
    }

    // UTF-8 puts the characters written as surrogate pairs behind all others, UTF-16 puts them before U+E000.
    private static int Rank(char c) => c < 0xD800 ? c : c < 0xE000 ? c + 0x2000 : c - 0x0800;
}
