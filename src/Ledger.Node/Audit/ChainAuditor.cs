using Ledger.Node.Admin;
using Ledger.Node.Execution;
using Ledger.Primitives;
using Ledger.Storage;

namespace Ledger.Node.Audit;

/// <summary>
/// Checks a stopped node's data directory against genesis alone: every stored byte that carries a checksum, the state
/// tree, the chain of headers with its certificates, blocks, every transaction's signature, and, by executing the blocks
/// again in a scratch store, receipts, state roots, the state itself and its history (L15). Checks run on all
/// processors ahead of the execution, which is serial. Of a ledger that was pruned or began with a snapshot it checks what
/// is kept, and the report says what is not. It opens the directory read-only and repairs nothing.
/// </summary>
public sealed class ChainAuditor : IDisposable
{
    private readonly LedgerStore _store;
    private readonly GenesisDocument _genesis;
    private readonly IProgress<AuditProgress>? _progress;
    private readonly List<string> _notChecked = [];

    // Grows as heights are found good.
    private AuditReport _report = new();

    private ChainAuditor(
        string directory, GenesisDocument genesis, Digest chainId, IProgress<AuditProgress>? progress)
    {
        _genesis = genesis;
        _progress = progress;
        _store = LedgerStore.OpenReadOnly(directory, chainId);
    }

    /// <summary>Audits a data directory, or a backup.</summary>
    /// <param name="directory">A node's data directory; no node may be running on it.</param>
    /// <param name="genesisPath">The genesis file that all nodes share.</param>
    /// <param name="progress">Told now and then, from the calling thread; may be null.</param>
    /// <param name="cancellation">Ends the audit early.</param>
    /// <exception cref="NodeConfigurationException">The genesis file cannot be read.</exception>
    /// <exception cref="StorageException">
    /// The directory is none of a ledger, is in use, belongs to another chain, or is too damaged to be opened.
    /// </exception>
    public static AuditReport Verify(
        string directory, string genesisPath, IProgress<AuditProgress>? progress, CancellationToken cancellation)
    {
        var (genesis, chainId) = NodeEnvironment.ReadGenesis(genesisPath);
        using var auditor = new ChainAuditor(directory, genesis, chainId, progress);
        var difference = auditor.Run(cancellation);
        return auditor._report with { FirstDifference = difference, NotChecked = auditor._notChecked };
    }

    /// <inheritdoc/>
    public void Dispose() => _store.Dispose();

    private string? Run(CancellationToken cancellation)
    {
        try
        {
            _report = _report with { IsBackup = _store.IsBackup };
            _store.VerifyIntegrity(new FileProgress(_progress));
            return CheckChain(cancellation);
        }
        catch (StorageException e)
        {
            return e.Message;
        }
    }

    private string? CheckChain(CancellationToken cancellation)
    {
        var members = new MembersByHeight(_store.ChainId, _genesis.ToMembership());
        foreach (var epoch in _store.EpochHeaders(default))
        {
            if (!members.TryAdd(epoch))
            {
                return $"height {epoch.Header.Height}: the end of the epoch is not certified by its members";
            }
        }

        if (_store.Height.Value == 0)
        {
            return null;
        }

        using var replay = ChainReplay.TryBegin(_store, _genesis, out var obstacle);
        var first = FirstHeader();
        NoteWhatIsNotKept(first, replay, obstacle);
        return CheckHeights(first, new HeightChecks(_store, members), replay, cancellation) ??
               (replay == null ? null : CompareState(replay, cancellation));
    }

    private string? CheckHeights(ulong first, HeightChecks checks, ChainReplay? replay, CancellationToken cancellation)
    {
        var last = _store.Height.Value;
        var previous = first == 1 ? _store.ChainId : default(Digest?);
        var height = first;
        foreach (var found in checks.Run(first, last, cancellation))
        {
            if (found.Flaw != null)
            {
                return found.Flaw;
            }

            var header = found.Header!;
            if (previous is { } hash && header.PreviousHash != hash)
            {
                return $"height {height}: the header does not follow the one before";
            }

            var isExecuted = replay != null && header.Height >= replay.First;
            if (isExecuted && replay!.Execute(found.Block!) is { } difference)
            {
                return difference;
            }

            Count(first, header, found.Block, isExecuted);
            _progress?.Report(new AuditProgress(AuditPart.Chain, height - first + 1, last - first + 1));
            previous = header.Hash;
            height++;
        }

        return null;
    }

    private void Count(ulong first, BlockHeader header, Block? block, bool isExecuted) => _report = _report with
    {
        Height = header.Height.Value,
        HeaderHash = header.Hash.ToString(),
        StateRoot = header.StateRoot.ToString(),
        FirstHeader = first,
        Headers = _report.Headers + 1,
        Blocks = _report.Blocks + (block == null ? 0UL : 1UL),
        Transactions = _report.Transactions + (ulong)(block?.Batch.Transactions.Count ?? 0),
        Executed = _report.Executed + (isExecuted ? 1UL : 0UL),
    };

    private string? CompareState(ChainReplay replay, CancellationToken cancellation)
    {
        var comparison = new StateComparison(_store, replay);
        var difference = comparison.Run(_progress, cancellation);
        _report = _report with { StateEntries = comparison.Entries, HistoryVersions = comparison.Versions };
        return difference;
    }

    /// <summary>The lowest height from which on every header is there.</summary>
    private ulong FirstHeader()
    {
        if (_store.ReadHeader(new SequenceNumber(1)) != null)
        {
            return 1;
        }

        var first = _store.LowestBlock.Value;
        while (first > 1 && _store.ReadHeader(new SequenceNumber(first - 1)) != null)
        {
            first--;
        }

        return first;
    }

    private void NoteWhatIsNotKept(ulong first, ChainReplay? replay, string? obstacle)
    {
        if (first > 1)
        {
            _notChecked.Add(
                $"headers of blocks 1 to {first - 1}: the ledger began with a snapshot; the members are proven by the " +
                "ends of the epochs from genesis on");
        }

        var lowest = _store.LowestBlock.Value;
        if (lowest > 1)
        {
            _notChecked.Add($"transactions and receipts of blocks 1 to {lowest - 1}: they are no longer kept");
        }

        if (replay == null)
        {
            _notChecked.Add($"nothing was executed again: {obstacle}");
        }
        else if (!replay.IsWhole)
        {
            _notChecked.Add(
                $"blocks 1 to {replay.First.Value - 1} were not executed again; the state after them has the certified root");
            _notChecked.Add(
                $"whether repetitions in blocks {replay.First} to {replay.First.Value - 1 + (ulong)_genesis.ValidityWindowBlocks} " +
                "repeat a transaction that is no longer kept: their receipts were believed");
        }

        if (_store.LowestHistory.Value > 0)
        {
            _notChecked.Add($"the history of keys below height {_store.LowestHistory}: it is no longer kept");
        }

        foreach (var (contract, height) in ContractPruning.Of(_store))
        {
            _notChecked.Add($"the history of {contract}'s keys below height {height}: it is no longer kept");
        }
    }

    /// <summary>Translates; progress must be told at once and on this thread.</summary>
    private sealed class FileProgress(IProgress<AuditProgress>? progress) : IProgress<IntegrityProgress>
    {
        public void Report(IntegrityProgress value) =>
            progress?.Report(new AuditProgress(AuditPart.Files, (ulong)value.Entries, 0));
    }
}
