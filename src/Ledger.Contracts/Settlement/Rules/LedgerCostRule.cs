using Ledger.Contracts.Calculator;

namespace Ledger.Contracts.Settlement.Rules;

/// <summary>
/// ledger-cost (S2): gas to log one meter in sessions of n samples by the three strategies of P0. RDA: every sample is a
/// transaction. SAT: a transaction per session with all its records. SA: a transaction per session with the summary
/// only. Pure.
/// </summary>
public sealed class LedgerCostRule : ICalculation
{
    /// <inheritdoc/>
    public string Name => "ledger-cost";

    /// <inheritdoc/>
    public DocumentNode Run(DocumentNode input)
    {
        var gas = input.Item("gas");
        var (recordNonZero, recordZero) = (Size(input, "recordNonZero"), Size(input, "recordZero"));
        var summary = Transaction(gas, Size(input, "summaryNonZero"), Size(input, "summaryZero"));
        var sessions = input.Items("sessions");
        Int128 raw = 0;
        Int128 traced = 0;
        Int128 samples = 0;
        for (var i = 0; i < sessions.Count; i++)
        {
            var count = sessions.At(i).AsLong();
            if (count is < 0 or > uint.MaxValue)
            {
                throw sessions.At(i).Wrong("is not a number of samples");
            }

            samples += count;
            raw += count * Transaction(gas, recordNonZero, recordZero);
            traced += Transaction(gas, count * recordNonZero, count * recordZero);
        }

        var aggregated = sessions.Count * summary;
        return DocumentNode.Object()
            .With("rdaGas", raw)
            .With("satGas", traced)
            .With("saGas", aggregated)
            .With("rdaTx", samples)
            .With("satTx", (Int128)sessions.Count)
            .With("saTx", (Int128)sessions.Count)
            .With("rdaOverSaMilli", Ratio(raw, aggregated))
            .With("satOverSaMilli", Ratio(traced, aggregated));
    }

    /// <summary>Bytes of a record, at most 16 MiB.</summary>
    private static Int128 Size(DocumentNode input, string name) => input.Long(name, 0, 1 << 24);

    private static Int128 Price(DocumentNode gas, string name) => gas.Long(name, 0, uint.MaxValue);

    private static Int128 Transaction(DocumentNode gas, Int128 nonZero, Int128 zero)
    {
        var data = Price(gas, "txBase") + (nonZero * Price(gas, "perNonZeroByte")) + (zero * Price(gas, "perZeroByte"));
        var store = Price(gas, "perStorageWord") * ((nonZero + zero + 31) / 32);
        var create = Price(gas, "createBase");
        var code = create > 0 ? create + (Price(gas, "perCodeByte") * (nonZero + zero)) : 0;
        return data + store + code;
    }

    private static DocumentNode Ratio(Int128 gas, Int128 aggregated) =>
        aggregated == 0 ? DocumentNode.Null() : DocumentNode.Of(1_000 * gas / aggregated);
}
