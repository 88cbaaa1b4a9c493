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
/// (L15). It opens the directory read-only and repairs nothing.
/// </summary>
public sealed class ChainAuditor : IDisposable
{
    private readonly LedgerStore _store;
    private readonly LedgerStore _scratch;
    private readonly string _scratchDirectory;
    private readonly BatchExecutor _executor;
    private readonly Membership _membership;
    private readonly Digest _chainId;

    private ChainAuditor(string directory, GenesisDocument genesis, Digest chainId)
    {
        _chainId = chainId;
        _membership = genesis.ToMembership();
        _store = LedgerStore.OpenReadOnly(directory, chainId);
        _executor = ExecutorFactory.Create(genesis, NodeEnvironment.TrustOf(genesis));
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
            : block.FirstFlaw(Ed25519.Instance, _chainId, _membership);
        if (flaw != null)
        {
            return $"height {height}: {flaw}";
        }

        for (var i = 0; i < block.Batch.Transactions.Count; i++)
        {
            var transaction = block.Batch.Transactions[i];
            if (!transaction.VerifySignature(Ed25519.Instance, _chainId))
            {
                return $"height {height}, transaction {i} ({transaction.Id}): the signature is not valid";
            }
        }

        transactions += (ulong)block.Batch.Transactions.Count;
        return Replay(block) ?? CheckIndexes(block);
    }

    private string? Replay(Block block)
    {
        var header = block.Header;
        var time = header.TimeMilliseconds;
        if (time < (_scratch.Head?.TimeMilliseconds ?? 0))
        {
            return $"height {header.Height}: ledger time falls";
        }

        var result = _executor.Execute(
            new BlockContext(header.Height.Value, time), block.Batch.Transactions, _scratch.View(null),
            id => _scratch.FindTransaction(id) != null);
        for (var i = 0; i < result.EncodedReceipts.Count; i++)
        {
            if (!result.EncodedReceipts[i].Span.SequenceEqual(block.Receipts[i].Span))
            {
                return $"height {header.Height}, transaction {i} ({block.Batch.Transactions[i].Id}): " +
                       "executing it again gives another receipt";
            }
        }

        var pending = _scratch.Stage(null, header.Height, result.Writes);
        if (pending.Root != header.StateRoot)
        {
            return $"height {header.Height}: executing it again gives the state root {pending.Root}, " +
                   $"the header says {header.StateRoot}";
        }

        _scratch.CommitBlock(block, pending, sync: false);
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
