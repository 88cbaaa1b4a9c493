using Ledger.Identity;
using Ledger.Node.Execution;
using Ledger.Primitives;
using Ledger.Runtime;
using Ledger.Storage;

namespace Ledger.Node.Audit;

/// <summary>
/// Checks a stopped node's data directory against genesis alone: every stored byte that carries a checksum, the chain of headers, the
/// certificates, every transaction's signature, and, by executing everything again in a scratch store, receipts,
/// state roots and the state itself
/// (L15). A ledger that began with a snapshot cannot be executed from genesis; what is checked there says
/// <see cref="RestoredChainAudit"/>. It opens the directory read-only and repairs nothing.
/// </summary>
public sealed class ChainAuditor : IDisposable
{
    private readonly LedgerStore _store;
    private readonly LedgerStore _scratch;
    private readonly string _scratchDirectory;
    private readonly BlockExecutor _blocks;
    private readonly Membership _genesis;
    private readonly Digest _chainId;
    private readonly ulong _validityWindow;

    // Who certifies the next block.
    private Membership _members;

    private ChainAuditor(string directory, GenesisDocument genesis, Digest chainId)
    {
        _chainId = chainId;
        _validityWindow = (ulong)genesis.ValidityWindowBlocks;
        _genesis = genesis.ToMembership();
        _members = _genesis;
        _store = LedgerStore.OpenReadOnly(directory, chainId);
        _blocks = ExecutorFactory.CreateForBlocks(
            ExecutorFactory.Create(genesis, NodeEnvironment.TrustOf(genesis)), genesis, chainId);
        _scratchDirectory = Directory.CreateTempSubdirectory("ledger-verify-").FullName;
        _scratch = LedgerStore.Open(Path.Combine(_scratchDirectory, "data"), chainId);
    }

    /// <summary>Audits a data directory.</summary>
    /// <param name="directory">A node's data directory; no node may be running on it.</param>
    /// <param name="genesisPath">The genesis file that all nodes share.</param>
    /// <param name="progress">Told now and then; may be null.</param>
    /// <param name="cancellation">Ends the audit early.</param>
    /// <exception cref="NodeConfigurationException">The genesis file cannot be read.</exception>
    public static AuditReport Verify(
        string directory, string genesisPath, IProgress<AuditProgress>? progress, CancellationToken cancellation)
    {
        var (genesis, chainId) = NodeEnvironment.ReadGenesis(genesisPath);
        try
        {
            using var auditor = new ChainAuditor(directory, genesis, chainId);
            return auditor.Run(progress, cancellation);
        }
        catch (StorageException e)
        {
            return new AuditReport(0, "", "", 0, 0, 0, e.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _store.Dispose();
        _scratch.Dispose();
        Directory.Delete(_scratchDirectory, recursive: true);
    }

    private AuditReport Run(IProgress<AuditProgress>? progress, CancellationToken cancellation)
    {
        _store.VerifyIntegrity();
        if (_store.LowestBlock.Value > 1)
        {
            return new RestoredChainAudit(_store, _genesis, _chainId).Run(progress, cancellation);
        }

        ulong transactions = 0;
        string? difference = null;
        while (difference == null && _scratch.Height < _store.Height)
        {
            cancellation.ThrowIfCancellationRequested();
            var height = _scratch.Height.Next;
            progress?.Report(new AuditProgress(height.Value, _store.Height.Value));
            difference = CheckBlock(height, ref transactions);
        }

        ulong entries = 0;
        difference ??= CompareState(ref entries);
        var head = _scratch.Head;
        return new AuditReport(
            head?.Height.Value ?? 0, head?.Hash.ToString() ?? "", head?.StateRoot.ToString() ?? "",
            head?.Height.Value ?? 0, transactions, entries, difference);
    }

    private string? CheckBlock(SequenceNumber height, ref ulong transactions)
    {
        var block = _store.ReadBlock(height);
        if (block == null)
        {
            return $"height {height}: the block is missing or malformed";
        }

        var flaw = block.Header.Height != height ? "the header names another height"
            : block.Header.PreviousHash != (_scratch.Head?.Hash ?? _chainId) ? "the header does not follow the one before"
            : block.FirstFlaw(Ed25519.Instance, _chainId, _members);
        if (flaw != null)
        {
            return $"height {height}: {flaw}";
        }

        transactions += (ulong)block.Batch.Transactions.Count;
        return FirstForgery(block, _chainId) ?? Replay(block) ?? CheckIndexes(block);
    }

    /// <summary>The first transaction of a block whose signature is not valid, in words; or null.</summary>
    internal static string? FirstForgery(Block block, Digest chainId)
    {
        for (var i = 0; i < block.Batch.Transactions.Count; i++)
        {
            var transaction = block.Batch.Transactions[i];
            if (!transaction.VerifySignature(Ed25519.Instance, chainId))
            {
                return $"height {block.Header.Height}, transaction {i} ({transaction.Id}): the signature is not valid";
            }
        }

        return null;
    }

    private string? Replay(Block block)
    {
        var header = block.Header;
        var time = header.TimeMilliseconds;
        if (time < (_scratch.Head?.TimeMilliseconds ?? 0))
        {
            return $"height {header.Height}: ledger time falls";
        }

        var executed = _blocks.Execute(
            _scratch.Head, block.Batch, _scratch.View(null), id => _scratch.FindTransaction(id) is { } found &&
                found.Height.Value + _validityWindow >= header.Height.Value,
            (height, writes) =>
            {
                var pending = _scratch.Stage(null, height, writes);
                return (pending, pending.Root, _scratch.View(pending));
            });
        for (var i = 0; i < executed.Receipts.Count; i++)
        {
            if (!executed.Receipts[i].Span.SequenceEqual(block.Receipts[i].Span))
            {
                return $"height {header.Height}, transaction {i} ({block.Batch.Transactions[i].Id}): " +
                       "executing it again gives another receipt";
            }
        }

        if (executed.Header.StateRoot != header.StateRoot)
        {
            return $"height {header.Height}: executing it again gives the state root {executed.Header.StateRoot}, " +
                   $"the header says {header.StateRoot}";
        }

        if (executed.Header.Hash != header.Hash)
        {
            return $"height {header.Height}: executing it again gives another header";
        }

        _scratch.CommitBlock(block, executed.State, sync: false);
        if (header.NextMembershipHash != header.MembershipHash)
        {
            _members = MembershipSchedule.Read(_scratch.View(null), _genesis).At(header.Height.Next);
        }

        return null;
    }

    private string? CheckIndexes(Block block)
    {
        var certified = _store.ReadCertifiedHeader(block.Header.Height);
        if (certified == null || certified.Value.Header.Hash != block.Header.Hash)
        {
            return $"height {block.Header.Height}: the stored header is not the block's";
        }

        foreach (var transaction in block.Batch.Transactions)
        {
            if (_store.FindTransaction(transaction.Id) != _scratch.FindTransaction(transaction.Id))
            {
                return $"height {block.Header.Height}: the index misplaces transaction {transaction.Id}";
            }
        }

        return null;
    }

    private string? CompareState(ref ulong entries)
    {
        using var stored = _store.View(null).Scan(default).GetEnumerator();
        using var replayed = _scratch.View(null).Scan(default).GetEnumerator();
        while (true)
        {
            var (more, expected) = (stored.MoveNext(), replayed.MoveNext());
            if (!more && !expected)
            {
                return null;
            }

            if (more != expected || !stored.Current.Key.AsSpan().SequenceEqual(replayed.Current.Key))
            {
                return $"state: the key {Describe(more ? stored.Current.Key : replayed.Current.Key)} is " +
                       (expected && !more ? "missing" : "not what executing the chain gives");
            }

            if (!stored.Current.Value.AsSpan().SequenceEqual(replayed.Current.Value))
            {
                return $"state: the value of {Describe(stored.Current.Key)} is not what executing the chain gives";
            }

            var read = _store.ReadWithProof(stored.Current.Key);
            if (!read.Proof.Verify(_store.StateRoot, stored.Current.Key, read.Value))
            {
                return $"state tree: the proof of {Describe(stored.Current.Key)} does not lead to the certified root";
            }

            entries++;
        }
    }

    private static string Describe(byte[] key)
    {
        var text = new System.Text.StringBuilder();
        foreach (var b in key)
        {
            text.Append(b is >= 0x20 and < 0x7f ? (char)b : '.');
        }

        return $"'{text}' ({Convert.ToHexStringLower(key)})";
    }
}
