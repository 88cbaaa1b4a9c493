using Ledger.Identity;
using Ledger.Primitives;

namespace Ledger.Client;

public sealed partial class LedgerClient
{
    /// <summary>
    /// A final transaction with its receipt as a proof that anyone can check offline with the genesis file alone
    /// (<see cref="ProofFile"/>). Checked here before it is given.
    /// </summary>
    /// <exception cref="LedgerException">
    /// NotFound when no block that the node keeps has it; Unproven when anything does not hold.
    /// </exception>
    public async Task<TransactionProof> ProveTransactionAsync(Digest transactionId, CancellationToken cancellation = default)
    {
        var receipt = await FindReceiptAsync(transactionId, cancellation).ConfigureAwait(false);
        var block = await GetBlockAsync(receipt.Height, cancellation).ConfigureAwait(false);
        if (receipt.Index >= block.Receipts.Count || block.Batch.Transactions[receipt.Index].Id != transactionId)
        {
            throw new LedgerException(
                LedgerError.Unproven, $"block {receipt.Height} does not hold this transaction", transactionId);
        }

        return Checked(TransactionProof.Of(_options.ChainId, block, receipt.Index, EndsBelow(block.Header)));
    }

    /// <summary>
    /// One key's value, or its absence, as a proof that anyone can check offline with the genesis file alone
    /// (<see cref="ProofFile"/>). Checked here before it is given.
    /// </summary>
    /// <param name="contract">The contract.</param>
    /// <param name="key">The contract's key, see <see cref="StateKeyBuilder"/>.</param>
    /// <param name="height">After which block; 0 for the latest.</param>
    /// <param name="cancellation">Ends the call early.</param>
    /// <exception cref="LedgerException">
    /// InvalidArgument when the node cannot prove that height; Unproven when anything does not hold.
    /// </exception>
    public async Task<ValueProof> ProveValueAsync(
        string contract, ReadOnlyMemory<byte> key, SequenceNumber height = default, CancellationToken cancellation = default)
    {
        var read = height.Value == 0
            ? await QueryAsync(contract, key, default, cancellation).ConfigureAwait(false)
            : await QueryAtAsync(contract, key, height, cancellation).ConfigureAwait(false);
        var at = new HeaderProof(read.Header, read.Certificate, EndsBelow(read.Header));
        return Checked(new ValueProof(_options.ChainId, at, contract, key, read.Value, read.Proof));
    }

    private IReadOnlyList<EpochHeader> EndsBelow(BlockHeader header) => _epochs.Chain.EndsBelow(header.Height)
        ?? throw new LedgerException(
            LedgerError.Failed, $"there are more than {HeaderProof.EpochsMax} changes of members below block {header.Height}");

    /// <summary>What is given away as a proof is one: the same check as the receiver's.</summary>
    private TProof Checked<TProof>(TProof proof)
        where TProof : LedgerProof => proof.FirstFlaw(Ed25519.Instance, _options.ChainId, _options.Genesis.ToMembership()) is { } flaw
            ? throw new LedgerException(LedgerError.Unproven, flaw)
            : proof;
}
