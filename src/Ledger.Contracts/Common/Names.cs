using Ledger.Chaincode;

namespace Ledger.Contracts;

/// <summary>
/// Rules for the texts that become parts of keys, so that a caller cannot make a key too long or ambiguous. Pure.
/// </summary>
public static class Names
{
    /// <summary>Longest account, in characters (all of one byte).</summary>
    public const int AccountLengthMax = 64;

    /// <summary>Longest identifier of a thing, in characters (all of one byte).</summary>
    public const int IdentifierLengthMax = 48;

    /// <summary>Longest free text (memo, cause, display name), in characters.</summary>
    public const int TextLengthMax = 64;

    /// <summary>Organisation of the accounts that belong to contracts and to nobody's key.</summary>
    public const string ReservedOrganisation = "market";

    /// <summary>Whether the text is <c>organisation/name</c>, both parts of <c>a-z 0-9 - .</c> and not empty.</summary>
    public static bool IsAccount(string text)
    {
        if (text.Length > AccountLengthMax)
        {
            return false;
        }

        var slash = -1;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '/' && slash < 0)
            {
                slash = i;
            }
            else if (!IsLowerLetterOrDigit(text[i]) && text[i] != '-' && text[i] != '.')
            {
                return false;
            }
        }

        return slash > 0 && slash < text.Length - 1;
    }

    /// <summary>
    /// Whether the text is 1 to <see cref="IdentifierLengthMax"/> letters, digits or <c>- . _ :</c>, all ASCII.
    /// </summary>
    public static bool IsIdentifier(string text)
    {
        if (text.Length == 0 || text.Length > IdentifierLengthMax)
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!IsLowerLetterOrDigit(c) && !(c >= 'A' && c <= 'Z') && c != '-' && c != '.' && c != '_' && c != ':')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The part of an account before the first slash; the whole text when there is none.</summary>
    public static string OrganisationOf(string account)
    {
        var slash = IndexOf(account, '/');
        return slash < 0 ? account : account.Substring(0, slash);
    }

    /// <summary>Where a character stands first, or -1.</summary>
    public static int IndexOf(string text, char character)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == character)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>
    /// Rejects the call unless the text is an identifier; <paramref name="what"/> names it in the message.
    /// </summary>
    public static void RequireIdentifier(CallContext context, string text, string what)
    {
        if (!IsIdentifier(text))
        {
            context.Reject(what + " must be 1 to 48 letters, digits or - . _ :");
        }
    }

    /// <summary>Rejects the call unless the text is an account that a person or device may hold.</summary>
    public static void RequireAccount(CallContext context, string account)
    {
        if (!IsAccount(account))
        {
            context.Reject("an account is organisation/name in lower case, at most 64 characters");
        }

        if (OrganisationOf(account) == ReservedOrganisation)
        {
            context.Reject("accounts of " + ReservedOrganisation + "/ belong to the contracts");
        }
    }

    private static bool IsLowerLetterOrDigit(char c) => (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}
