using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>What an account submits to a <see cref="LocalLedger"/>; nobody signs it.</summary>
/// <param name="Account">Who acts, <c>organisation/name</c>.</param>
/// <param name="Calls">1 to <see cref="TransactionBody.CallsMax"/> calls, executed in order.</param>
public sealed record LocalTransaction(string Account, IReadOnlyList<ContractCall> Calls)
{
    /// <summary>A transaction of one call.</summary>
    public LocalTransaction(string account, ContractCall call)
        : this(account, [call])
    {
    }

    /// <summary>Whether all calls stand or fall together.</summary>
    public bool Atomic { get; init; }
}
