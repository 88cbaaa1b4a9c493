using Ledger.Chaincode;

namespace Ledger.Contracts.Wallet;

/// <summary>One change of one account (M18). Its key holds account and sequence. Immutable.</summary>
public sealed class StatementLine : IRecord<StatementLine>
{
    /// <summary>Names every property.</summary>
    public StatementLine(
        long blockHeight, long timeMilliseconds, string counterpart, long amountNano, string cause, long balanceNano)
    {
        TimeMilliseconds = timeMilliseconds;
        BlockHeight = blockHeight;
        Counterpart = counterpart;
        AmountNano = amountNano;
        Cause = cause;
        BalanceNano = balanceNano;
    }

    /// <summary>Height of the block that made the change.</summary>
    public long BlockHeight { get; }

    /// <summary>Ledger time of that block; lines of an account never go back in time.</summary>
    public long TimeMilliseconds { get; }

    /// <summary>The account on the other side, or the bank's account for money issued or redeemed.</summary>
    public string Counterpart { get; }

    /// <summary>n¤, positive when received.</summary>
    public long AmountNano { get; }

    /// <summary>Memo or cause.</summary>
    public string Cause { get; }

    /// <summary>n¤ after the change.</summary>
    public long BalanceNano { get; }

    /// <inheritdoc/>
    public static StatementLine Decode(RecordReader reader)
    {
        reader.Int();
        return new StatementLine(
            reader.Long(), reader.Long(), reader.Text(), reader.Long(), reader.Text(), reader.Long());
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer
        .Int(2)
        .Long(BlockHeight)
        .Long(TimeMilliseconds)
        .Text(Counterpart)
        .Long(AmountNano)
        .Text(Cause)
        .Long(BalanceNano);
}
