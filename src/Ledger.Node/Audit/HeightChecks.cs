using Ledger.Identity;
using Ledger.Node.Execution;
using Ledger.Primitives;
using Ledger.Storage;

namespace Ledger.Node.Audit;

/// <summary>
/// Reads and checks heights on all processors, a bounded way ahead of whoever takes the results in order: hashes, the
/// certificate, and each transaction's signature. Thread safe once it is made.
/// </summary>
internal sealed class HeightChecks
{
    /// <summary>Heights under way for each processor: bounds memory to so many of the largest blocks.</summary>
    private const int AheadMax = 4;

    private readonly LedgerStore _store;
    private readonly MembersByHeight _members;

    public HeightChecks(LedgerStore store, MembersByHeight members)
    {
        _store = store;
        _members = members;
    }

    /// <summary>The heights from one to another, in order.</summary>
    public IEnumerable<CheckedHeight> Run(ulong first, ulong last, CancellationToken cancellation)
    {
        var ahead = new Queue<Task<CheckedHeight>>();
        var next = first;
        try
        {
            while (next <= last || ahead.Count > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                while (next <= last && ahead.Count < AheadMax * Environment.ProcessorCount)
                {
                    var height = new SequenceNumber(next++);
                    ahead.Enqueue(Task.Run(() => Check(height), CancellationToken.None));
                }

                yield return ahead.Dequeue().GetAwaiter().GetResult();
            }
        }
        finally
        {
            // They read a store that the caller is about to close.
            Task.WaitAll([.. ahead], CancellationToken.None);
        }
    }

    private CheckedHeight Check(SequenceNumber height)
    {
        try
        {
            return CheckCore(height);
        }
        catch (StorageException e)
        {
            return new CheckedHeight(null, null, $"height {height}: {e.Message}");
        }
    }

    private CheckedHeight CheckCore(SequenceNumber height)
    {
        if (_store.ReadCertifiedHeader(height) is not { } certified)
        {
            return new CheckedHeight(null, null, $"height {height}: the header is missing");
        }

        var (header, certificate) = certified;
        var members = _members.At(height);
        if (header.MembershipHash != members.Hash)
        {
            return new CheckedHeight(
                header, null, $"height {height}: the header names other members than the changes before it lead to");
        }

        if (!certificate.Verify(Ed25519.Instance, _store.ChainId, members, header))
        {
            return new CheckedHeight(header, null, $"height {height}: the header's certificate is not valid");
        }

        if (height < _store.LowestBlock)
        {
            return new CheckedHeight(header, null, null);
        }

        var block = _store.ReadBlock(height);
        var flaw = block == null ? $"height {height}: the block is missing"
            : block.Header.Hash != header.Hash ? $"height {height}: the stored header is not the block's"
            : block.FirstFlaw(Ed25519.Instance, _store.ChainId, members) is { } wrong ? $"height {height}: {wrong}"
            : FirstForgery(block);
        return new CheckedHeight(header, block, flaw);
    }

    /// <summary>The first transaction whose signature is not valid, in words; or null.</summary>
    private string? FirstForgery(Block block)
    {
        for (var i = 0; i < block.Batch.Transactions.Count; i++)
        {
            var transaction = block.Batch.Transactions[i];
            if (!transaction.VerifySignature(Ed25519.Instance, _store.ChainId))
            {
                return $"height {block.Header.Height}, transaction {i} ({transaction.Id}): the signature is not valid";
            }
        }

        return null;
    }
}
