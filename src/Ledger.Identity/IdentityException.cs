namespace Ledger.Identity;

/// <summary>
/// A file or request of this machine's operator cannot be used. The message is one line meant for the operator and
/// names the file and the remedy. Never thrown because of what a peer sent.
/// </summary>
public sealed class IdentityException : Exception
{
    /// <summary>With a message for the operator.</summary>
    public IdentityException(string message)
        : base(message)
    {
    }

    /// <summary>With a message for the operator and what caused it.</summary>
    public IdentityException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
