using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>
/// The outer form of every message between replicas:
/// <code>
/// kind u8 | sender u16 | body (length u32, data) | signature 64 | attachment (length u32, data)
/// </code>
/// The sender signs the body in the domain of the kind, under the epoch's id (a COMMIT
/// under the chain id). Only a pre-prepare and a batch reply have an attachment, the
/// batch; the digest in the body ties it to the signature.
/// </summary>
internal readonly record struct Envelope(
    MessageKind Kind,
    ReplicaId Sender,
    ReadOnlyMemory<byte> Body,
    ReadOnlyMemory<byte> Signature,
    ReadOnlyMemory<byte> Attachment)
{
    /// <summary>Largest message: a new view of a large membership with a full window.</summary>
    public const int SizeMax = 16 * 1024 * 1024;

    private const int SignatureSize = 64;

    public static SigningDomain DomainOf(MessageKind kind) => kind switch
    {
        MessageKind.PrePrepare => SigningDomain.PrePrepare,
        MessageKind.Prepare => SigningDomain.Prepare,
        MessageKind.Commit => SigningDomain.Commit,
        MessageKind.Checkpoint => SigningDomain.Checkpoint,
        MessageKind.ViewChange => SigningDomain.ViewChange,
        MessageKind.NewView => SigningDomain.NewView,
        _ => SigningDomain.Peer,
    };

    /// <summary>
    /// What stands in the signed bytes for the chain: the epoch, so that nothing of one epoch counts in another; for a
    /// COMMIT the chain itself, since it goes into certificates that outlive epochs.
    /// </summary>
    public static Digest ContextOf(MessageKind kind, Epoch epoch) =>
        kind == MessageKind.Commit ? epoch.ChainId : epoch.Id;

    public byte[] Encode() => new CanonicalWriter(80 + Body.Length + Attachment.Length)
        .U8((byte)Kind).U16(Sender.Value).Bytes(Body.Span).Raw(Signature.Span).Bytes(Attachment.Span).ToArray();

    public static Envelope? TryDecode(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > SizeMax)
        {
            return null;
        }

        var reader = new CanonicalReader(bytes.Span);
        var kind = (MessageKind)reader.U8();
        var sender = new ReplicaId(reader.U16());
        var bodySize = reader.Bytes().Length;
        var bodyEnd = bytes.Length - reader.Remaining;
        reader.Raw(SignatureSize);
        var signatureEnd = bytes.Length - reader.Remaining;
        var attachmentSize = reader.Bytes().Length;
        if (!reader.IsComplete || kind is < MessageKind.PrePrepare or > MessageKind.StableCheckpoint)
        {
            return null;
        }

        var attached = kind is MessageKind.PrePrepare or MessageKind.BatchReply;
        return attached == (attachmentSize > 0)
            ? new Envelope(
                kind,
                sender,
                bytes.Slice(bodyEnd - bodySize, bodySize),
                bytes.Slice(bodyEnd, SignatureSize),
                bytes.Slice(signatureEnd + 4, attachmentSize))
            : null;
    }

    public bool VerifySignature(IEd25519Verifier verifier, Epoch epoch) =>
        DomainOf(Kind).Verify(
            verifier, ContextOf(Kind, epoch), Body.Span, epoch.Membership.KeyOf(Sender), Signature.Span);
}
