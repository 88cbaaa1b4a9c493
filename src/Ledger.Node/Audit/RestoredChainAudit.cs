using Ledger.Identity;
using Ledger.Node.Execution;
using Ledger.Primitives;
using Ledger.Storage;

namespace Ledger.Node.Audit;

/// <summary>
/// Audits a ledger that began with a snapshot: the ends of epochs from genesis on, the chain of headers with its
/// certificates, every transaction's signature, and that state and tree have the head's root (which the check of the files
/// has done before). Nothing is executed: the state before the first block is not there.
/// </summary>
internal sealed class RestoredChainAudit
{
    private readonly LedgerStore _store;
    private readonly Membership _genesis;
    private readonly Digest _chainId;

    public RestoredChainAudit(LedgerStore store, Membership genesis, Digest chainId)
    {
        _store = store;
        _genesis = genesis;
        _chainId = chainId;
    }

    public AuditReport Run(IProgress<AuditProgress>? progress, CancellationToken cancellation)
    {
        var members = new MembersByHeight(_chainId, _genesis);
        string? difference = null;
        foreach (var epoch in _store.EpochHeaders(default))
        {
            difference ??= members.TryAdd(epoch)
                ? null : $"height {epoch.Header.Height}: the end of the epoch is not certified by its members";
        }

        var lowest = _store.LowestBlock.Value;
        var previous = default(Digest?);
        ulong blocks = 0;
        ulong transactions = 0;
        for (var height = lowest; difference == null && height <= _store.Height.Value; height++, blocks++)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(new AuditProgress(blocks, _store.Height.Value - lowest + 1));
            var block = _store.ReadBlock(new SequenceNumber(height));
            var flaw = block == null ? "the block is missing or malformed"
                : block.Header.Height.Value != height ? "the header names another height"
                : previous is { } hash && block.Header.PreviousHash != hash ? "the header does not follow the one before"
                : block.FirstFlaw(Ed25519.Instance, _chainId, members.At(block.Header.Height));
            difference = flaw != null ? $"height {height}: {flaw}" : ChainAuditor.FirstForgery(block!, _chainId);
            transactions += (ulong)(block?.Batch.Transactions.Count ?? 0);
            previous = block?.Header.Hash;
        }

        var head = _store.Head!;
        return new AuditReport(
            head.Height.Value, head.Hash.ToString(), head.StateRoot.ToString(), blocks, transactions, 0, difference)
        {
            BeganWithSnapshot = true,
        };
    }
}
