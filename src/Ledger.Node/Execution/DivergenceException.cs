using Ledger.Primitives;

namespace Ledger.Node.Execution;

/// <summary>This node computes another header than the one a quorum certified: it must not go on.</summary>
internal sealed class DivergenceException : Exception
{
    public DivergenceException(BlockHeader ours, BlockHeader certified)
        : base(Describe(ours, certified))
    {
    }

    private static string Describe(BlockHeader ours, BlockHeader certified)
    {
        var field = ours.PreviousHash != certified.PreviousHash ? "previous header"
            : ours.ReceiptRoot != certified.ReceiptRoot ? "receipt root"
            : ours.StateRoot != certified.StateRoot ? "state root"
            : "header";
        return $"this node differs from the quorum at height {certified.Height}, first in the {field}: " +
               $"ours {ours.Hash}, certified {certified.Hash}; compare the data directories with 'ledger verify'";
    }
}
