using Ledger.Chaincode;

namespace Ledger.Contracts.Wallet;

/// <summary>What one account holds. An account that was never named holds nothing. Immutable.</summary>
public sealed class AccountRecord : IRecord<AccountRecord>
{
    /// <summary>Names every property.</summary>
    public AccountRecord(long balanceNano, long creditLimitNano, long lines)
    {
        BalanceNano = balanceNano;
        CreditLimitNano = creditLimitNano;
        Lines = lines;
    }

    /// <summary>n¤, at least minus <see cref="CreditLimitNano"/>.</summary>
    public long BalanceNano { get; }

    /// <summary>How far below 0 the balance may fall, in n¤; 0 for all but the accounts a bank trusts.</summary>
    public long CreditLimitNano { get; }

    /// <summary>Number of statement lines, and so the sequence of the next one.</summary>
    public long Lines { get; }

    /// <inheritdoc/>
    public static AccountRecord Decode(RecordReader reader)
    {
        reader.Int();
        return new AccountRecord(reader.Long(), reader.Long(), reader.Long());
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer.Int(1).Long(BalanceNano).Long(CreditLimitNano).Long(Lines);
}
