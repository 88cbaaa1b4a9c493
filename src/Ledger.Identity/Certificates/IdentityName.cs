namespace Ledger.Identity;

/// <summary>
/// The form of organisation ids and of names within an organisation: <c>[a-z0-9][a-z0-9-.]{0,30}</c>. Small enough
/// for a DNS label's limits, free of case and of look-alike letters, and without the slash that joins an account
/// name.
/// </summary>
public static class IdentityName
{
    /// <summary>Characters in a name, at most.</summary>
    public const int LengthMax = 31;

    /// <summary>Whether the text is a valid organisation id or name.</summary>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.Length > LengthMax || text[0] is '-' or '.')
        {
            return false;
        }

        foreach (var character in text)
        {
            if (!char.IsAsciiLetterLower(character) && !char.IsAsciiDigit(character) && character is not ('-' or '.'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The account of a name: <c>organisation/name</c>.</summary>
    public static string AccountOf(string organisation, string name) => $"{organisation}/{name}";

    /// <summary>
    /// Whether a valid name is also a DNS name, which a node's must be: no empty label, none that starts or ends with
    /// '-'.
    /// </summary>
    internal static bool IsDnsName(string name) =>
        name.Split('.').All(static label => label.Length > 0 && label[0] != '-' && label[^1] != '-');

    /// <exception cref="ArgumentException">The text is not a valid organisation id or name.</exception>
    internal static void ThrowIfInvalid(string text, string parameter)
    {
        if (!IsValid(text))
        {
            throw new ArgumentException(
                $"'{text}' is not a valid name: 1 to {LengthMax} of a-z, 0-9, '-' and '.', first a letter or digit.",
                parameter);
        }
    }
}
