using Ledger.Chaincode;

namespace Ledger.Contracts.Settlement;

/// <summary>How a market is settled.</summary>
public sealed class SettlementConfig : IRecord<SettlementConfig>
{
    /// <summary>Alpha of the reliability score unless another one is set, in basis points.</summary>
    public const long AlphaBpsDefault = 1_000;

    /// <summary>The account of the main grid: counterparty of residuals, deviations and debts.</summary>
    public required string GridAccount { get; init; }

    /// <summary>The only account that settles; it also gets the operator's surplus, or pays its deficit.</summary>
    public required string OperatorAccount { get; init; }

    /// <summary>Whether imbalance prices are dual.</summary>
    public required bool IsDual { get; init; }

    /// <summary>Who receives transport fees; the main grid's account unless another one is named.</summary>
    public required string DsoAccount { get; set; }

    /// <summary>Weight of the newest slot in the reliability score, in basis points; 0 keeps no scores.</summary>
    public long AlphaBps { get; set; }

    /// <inheritdoc/>
    public static SettlementConfig Decode(RecordReader reader)
    {
        reader.Int();
        return new SettlementConfig
        {
            GridAccount = reader.Text(),
            OperatorAccount = reader.Text(),
            IsDual = reader.Bool(),
            DsoAccount = reader.Text(),
            AlphaBps = reader.Long(),
        };
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer
        .Int(2).Text(GridAccount).Text(OperatorAccount).Bool(IsDual).Text(DsoAccount).Long(AlphaBps);
}
