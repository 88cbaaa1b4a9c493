using Ledger.Chaincode;

namespace Ledger.Contracts.Settlement;

/// <summary>How a market is settled. Immutable.</summary>
public sealed class SettlementConfig : IRecord<SettlementConfig>
{
    /// <summary>Names every property.</summary>
    public SettlementConfig(string gridAccount, string operatorAccount, bool isDual)
    {
        GridAccount = gridAccount;
        OperatorAccount = operatorAccount;
        IsDual = isDual;
    }

    /// <summary>The account of the main grid: counterparty of residuals, deviations and debts.</summary>
    public string GridAccount { get; }

    /// <summary>The only account that settles.</summary>
    public string OperatorAccount { get; }

    /// <summary>Whether imbalance prices are dual.</summary>
    public bool IsDual { get; }

    /// <inheritdoc/>
    public static SettlementConfig Decode(RecordReader reader)
    {
        reader.Int();
        return new SettlementConfig(reader.Text(), reader.Text(), reader.Bool());
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer.Int(1).Text(GridAccount).Text(OperatorAccount).Bool(IsDual);
}
