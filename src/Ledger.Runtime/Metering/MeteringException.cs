namespace Ledger.Runtime;

/// <summary>A package cannot be metered; the message says which method and why. It may then not run.</summary>
internal sealed class MeteringException : Exception
{
    public MeteringException(string message)
        : base(message)
    {
    }
}
