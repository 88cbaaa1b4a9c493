namespace Ledger.Runtime.Tests.Contracts;

/// <summary>An exception that the runtime has never heard of.</summary>
public sealed class UnknownException : Exception
{
}
