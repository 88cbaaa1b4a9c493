using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>
/// Decodes a peer's message and checks all signatures in it: the sender's, those inside certificates, and the clients'.
/// Thread safe when the two callbacks are, also while the epoch changes; nothing that a peer sends makes it throw.
/// </summary>
public sealed class MessageVerifier
{
    private readonly IEd25519Verifier _verifier;
    private readonly Func<Digest, bool> _isKnownValidTransaction;
    private readonly Action<Digest> _remember;
    private volatile Epoch _epoch;

    /// <summary>Keeps what messages are checked against.</summary>
    /// <param name="verifier">The signature check.</param>
    /// <param name="epoch">Whose messages count.</param>
    /// <param name="isKnownValidTransaction">
    /// Whether a transaction was verified before; by the digest of its whole encoded bytes, signature included, since
    /// an id covers the body only and another signature over the same body may be invalid.
    /// </param>
    /// <param name="remember">Called with that digest when a transaction has passed.</param>
    public MessageVerifier(
        IEd25519Verifier verifier,
        Epoch epoch,
        Func<Digest, bool> isKnownValidTransaction,
        Action<Digest> remember)
    {
        _verifier = verifier;
        _epoch = epoch;
        _isKnownValidTransaction = isKnownValidTransaction;
        _remember = remember;
    }

    /// <summary>From now on messages of this epoch count, and no others.</summary>
    public void Enter(Epoch epoch) => _epoch = epoch;

    /// <summary>The key under which a verified transaction is remembered; it covers body and signature.</summary>
    public static Digest KnownKeyOf(Transaction transaction) => transaction.LeafHash;

    /// <summary>Checks one message.</summary>
    /// <param name="bytes">As received; kept by the result, so they must not change.</param>
    /// <param name="claimedPeer">The replica at the other end of the authenticated connection.</param>
    /// <param name="reason">Why the message is refused; null when it is not.</param>
    /// <returns>Null when anything is wrong.</returns>
    public VerifiedMessage? TryVerify(ReadOnlyMemory<byte> bytes, ReplicaId claimedPeer, out string? reason)
    {
        reason = null;
        var epoch = _epoch;
        if (Envelope.TryDecode(bytes) is not { } envelope)
        {
            reason = "malformed envelope";
        }
        else if (!epoch.Membership.Contains(envelope.Sender) || !epoch.Membership.Contains(claimedPeer))
        {
            reason = "not a member";
        }
        else if (envelope.Sender != claimedPeer && envelope.Kind != MessageKind.NewView)
        {
            reason = "signed by another replica than the peer";
        }
        else if (!envelope.VerifySignature(_verifier, epoch))
        {
            reason = "invalid signature, or signed in another epoch";
        }
        else if (Decode(envelope) is not { } content)
        {
            reason = "malformed body";
        }
        else if (!VerifyContent(content, epoch))
        {
            reason = "invalid content";
        }
        else
        {
            return new VerifiedMessage(envelope.Kind, claimedPeer, epoch, content, bytes);
        }

        return null;
    }

    internal static ConsensusMessage? Decode(Envelope envelope) => envelope.Kind switch
    {
        MessageKind.PrePrepare => PrePrepareMessage.TryDecode(envelope),
        MessageKind.Prepare or MessageKind.Commit => VoteMessage.TryDecode(envelope),
        MessageKind.Checkpoint => CheckpointMessage.TryDecode(envelope),
        MessageKind.ViewChange => ViewChangeMessage.TryDecode(envelope.Sender, envelope.Body, envelope.Signature),
        MessageKind.NewView => NewViewMessage.TryDecode(envelope),
        MessageKind.Status => StatusMessage.TryDecode(envelope),
        MessageKind.Transactions => TransactionsMessage.TryDecode(envelope),
        MessageKind.FetchBatch => FetchBatchMessage.TryDecode(envelope),
        MessageKind.BatchReply => BatchReplyMessage.TryDecode(envelope),
        MessageKind.StableCheckpoint => StableCheckpointMessage.TryDecode(envelope),
        _ => null,
    };

    private bool VerifyContent(ConsensusMessage content, Epoch epoch) => content switch
    {
        PrePrepareMessage message =>
            message.Sender == epoch.Membership.Primary(message.View) &&
            VerifyTransactions(message.Batch.Transactions, epoch),
        VoteMessage { Kind: MessageKind.Prepare } message =>
            message.Sender != epoch.Membership.Primary(message.View),
        ViewChangeMessage message => message.VerifyCertificates(_verifier, epoch),
        NewViewMessage message => message.Verify(_verifier, epoch),
        TransactionsMessage message => VerifyTransactions(message.Transactions, epoch),
        StableCheckpointMessage message => message.Checkpoint.Verify(_verifier, epoch),
        _ => true,
    };

    private bool VerifyTransactions(IReadOnlyList<Transaction> transactions, Epoch epoch)
    {
        for (var i = 0; i < transactions.Count; i++)
        {
            var key = KnownKeyOf(transactions[i]);
            if (_isKnownValidTransaction(key))
            {
                continue;
            }

            if (!transactions[i].VerifySignature(_verifier, epoch.ChainId))
            {
                return false;
            }

            _remember(key);
        }

        return true;
    }
}
