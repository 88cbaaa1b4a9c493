using Ledger.Chaincode;

namespace Ledger.Contracts.Wallet;

/// <summary>The one account that issues and redeems money. Immutable.</summary>
public sealed class BankRecord : IRecord<BankRecord>
{
    /// <summary>Holds the account.</summary>
    public BankRecord(string account)
    {
        Account = account;
    }

    /// <summary>The bank.</summary>
    public string Account { get; }

    /// <inheritdoc/>
    public static BankRecord Decode(RecordReader reader)
    {
        reader.Int();
        return new BankRecord(reader.Text());
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer.Int(1).Text(Account);
}
