using Ledger.Primitives;

namespace Ledger.Client;

/// <summary>What the organisations decided once about a contract, as <c>lifecycle.decisions</c> tells it. Immutable.</summary>
/// <param name="Kind">What was decided.</param>
/// <param name="PackageHash">The package that carries the contract from then on; zeros for none.</param>
/// <param name="DecidedAt">Block of the decision.</param>
/// <param name="InForceFrom">First block that goes by it.</param>
/// <param name="Approvals">Who agreed.</param>
public sealed record ContractDecision(
    ContractDecisionKind Kind,
    Digest PackageHash,
    ulong DecidedAt,
    ulong InForceFrom,
    IReadOnlyList<PackageApproval> Approvals)
{
    private const byte Version = 1;
    private const int TextSizeMax = 4096;

    /// <summary>Reads the result of <c>lifecycle.decisions(contract)</c>, ascending by height.</summary>
    /// <exception cref="LedgerException">Unproven when the bytes are something else.</exception>
    public static IReadOnlyList<ContractDecision> DecodeList(ReadOnlySpan<byte> result)
    {
        var outer = new CanonicalReader(result);
        var reader = new CanonicalReader(outer.Bytes());
        var decisions = new ContractDecision[reader.Count(elementSizeMin: 58)];
        var isWhole = true;
        for (var i = 0; i < decisions.Length; i++)
        {
            var decision = new CanonicalReader(reader.Bytes());
            isWhole &= decision.U8() == Version;
            var kind = (ContractDecisionKind)decision.U8();
            decisions[i] = new ContractDecision(
                kind, decision.Digest(), decision.U64(), decision.U64(), DecodeApprovals(ref decision));
            isWhole &= decision.IsComplete && Enum.IsDefined(kind);
        }

        return isWhole && outer.IsComplete && reader.IsComplete
            ? decisions
            : throw new LedgerException(LedgerError.Unproven, "the list of decisions is malformed");
    }

    private static PackageApproval[] DecodeApprovals(ref CanonicalReader reader)
    {
        var approvals = new PackageApproval[reader.Count(elementSizeMin: 16)];
        for (var i = 0; i < approvals.Length; i++)
        {
            approvals[i] = new PackageApproval(reader.Text(TextSizeMax), reader.Text(TextSizeMax), reader.U64());
        }

        return approvals;
    }
}
