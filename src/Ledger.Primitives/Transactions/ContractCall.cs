namespace Ledger.Primitives;

/// <summary>One call of a contract's function.</summary>
/// <param name="Contract">Name of the contract, 1 to 32 bytes.</param>
/// <param name="Function">Name of the function, 1 to 64 bytes.</param>
/// <param name="Arguments">The arguments in order, in the ledger's encoding; empty for none.</param>
public sealed record ContractCall(string Contract, string Function, ReadOnlyMemory<byte> Arguments)
{
    /// <summary>Longest contract name, in bytes.</summary>
    public const int ContractSizeMax = 32;

    /// <summary>Longest function name, in bytes.</summary>
    public const int FunctionSizeMax = 64;
}
