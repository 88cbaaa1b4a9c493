using Ledger.Identity;
using Ledger.Primitives;
using Ledger.Storage;

namespace Ledger.Cli.Evidence;

/// <summary>Proofs from the data directory of a stopped node, without any node running.</summary>
internal sealed class StoppedNode : IDisposable
{
    private readonly LedgerStore _store;
    private readonly GenesisFile _genesis;

    private StoppedNode(LedgerStore store, GenesisFile genesis)
    {
        _store = store;
        _genesis = genesis;
    }

    /// <summary>What the directory holds; ends with this object.</summary>
    public LedgerStore Store => _store;

    /// <summary>Opens a node's data directory, or the node's directory that holds it as <c>data</c>, for reading.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="genesis">The genesis file; null for the nearest above the directory.</param>
    /// <exception cref="CommandException">There is no such directory or genesis file.</exception>
    /// <exception cref="StorageException">It is in use, of another chain, or damaged.</exception>
    public static StoppedNode Open(string path, string? genesis)
    {
        var full = Path.GetFullPath(path);
        var inner = Path.Combine(full, "data");
        var directory = Directory.Exists(inner) ? inner : full;
        if (!LedgerStore.Exists(directory))
        {
            throw CommandException.BadInput($"{directory} holds no ledger");
        }

        var file = GenesisFile.Load(genesis ?? GenesisFile.FindAbove(directory));
        return new StoppedNode(LedgerStore.OpenReadOnly(directory, file.ChainId), file);
    }

    /// <summary>Proves a transaction with its receipt.</summary>
    /// <exception cref="CommandException">No block that is kept has it, or the directory's bytes do not hold.</exception>
    public TransactionProof Prove(Digest id)
    {
        var lowest = _store.LowestBlock;
        var block = _store.FindTransaction(id) is { } place ? _store.ReadBlock(place.Height) : null;
        if (block == null)
        {
            throw CommandException.Failed(
                "no block that is kept here has the transaction" +
                (lowest.Value > 1 ? $"; blocks are pruned below {lowest}" : ""));
        }

        return Checked(TransactionProof.Of(
            _genesis.ChainId, block, _store.FindTransaction(id)!.Value.Index, EndsBelow(block.Header)));
    }

    /// <summary>Proves a key's value, or its absence.</summary>
    /// <param name="contract">The contract.</param>
    /// <param name="key">The contract's key.</param>
    /// <param name="height">After which block; 0 for the newest.</param>
    /// <exception cref="CommandException">That height cannot be proven here, or the directory's bytes do not hold.</exception>
    public ValueProof Prove(string contract, byte[] key, SequenceNumber height)
    {
        var head = _store.Height;
        byte[] wholeKey = [.. System.Text.Encoding.UTF8.GetBytes(contract), 0, .. key];
        var read = height.Value == 0 ? _store.ReadWithProof(wholeKey) : _store.ReadAt(wholeKey, height);
        if (read?.Header == null || read.Certificate == null)
        {
            throw CommandException.Failed(head.Value == 0 ? "there is no block yet"
                : height > head ? $"there is no block {height}; the last is {head}"
                : _store.LowestHistoryOf(wholeKey) is var kept && kept > _store.LowestProvableState
                ? $"the value of this key after block {height} is no longer kept here; its history begins at {kept}"
                : $"the state of block {height} cannot be proven here any more; the lowest that can is {_store.LowestProvableState}");
        }

        var at = new HeaderProof(read.Header, read.Certificate, EndsBelow(read.Header));
        return Checked(new ValueProof(_genesis.ChainId, at, contract, key, read.Value, read.Proof));
    }

    /// <inheritdoc/>
    public void Dispose() => _store.Dispose();

    private List<EpochHeader> EndsBelow(BlockHeader header) =>
        [.. _store.EpochHeaders(default).TakeWhile(e => e.Header.Height < header.Height).Take(HeaderProof.EpochsMax + 1)];

    private TProof Checked<TProof>(TProof proof)
        where TProof : LedgerProof => proof.FirstFlaw(Ed25519.Instance, _genesis.ChainId, _genesis.Members) is { } flaw
            ? throw CommandException.Failed($"the directory does not prove it: {flaw}")
            : proof;
}
