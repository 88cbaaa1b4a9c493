namespace Ledger.Node.Admin;

/// <summary>One pruning on request, from where it began. Immutable.</summary>
/// <param name="Running">Whether it is under way.</param>
/// <param name="BytesBefore">Bytes of all files when it began.</param>
/// <param name="LowestBlockBefore">The lowest whole block when it began.</param>
/// <param name="LowestHistoryBefore">Height of the oldest whole history when it began.</param>
/// <param name="Failure">Why it failed; empty when it has not.</param>
internal sealed record PruneRun(
    bool Running, long BytesBefore, ulong LowestBlockBefore, ulong LowestHistoryBefore, string Failure)
{
    /// <summary>Before the first.</summary>
    public static readonly PruneRun None = new(false, 0, 0, 0, "");
}
