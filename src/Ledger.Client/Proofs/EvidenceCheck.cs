using Ledger.Identity;
using Ledger.Primitives;

namespace Ledger.Client.Proofs;

/// <summary>
/// Judges a record of evidence by itself, the way anybody can with docs/protocol.md in hand. A message is kind u8, sender
/// u16, body behind its length, signature 64, and an attachment behind its length, empty here. The body of an ordering
/// vote is view u64, height u64, digest 32; that of a checkpoint height u64, digest 32.
/// </summary>
internal static class EvidenceCheck
{
    private const byte CheckpointKind = 4;
    private const int BodySizeMax = 8 + 8 + Digest.Size;

    /// <summary>Kinds by their number on the wire, from 1.</summary>
    private static readonly (string Name, SigningDomain Domain)[] Kinds =
    [
        ("PrePrepare", SigningDomain.PrePrepare), ("Prepare", SigningDomain.Prepare), ("Commit", SigningDomain.Commit),
        ("Checkpoint", SigningDomain.Checkpoint),
    ];

    /// <summary>What does not hold; null when the two messages prove the contradiction. Pure.</summary>
    public static string? FirstFlaw(EvidenceRecord evidence, Epoch epoch)
    {
        if (Vote.TryDecode(evidence.First) is not { } first || Vote.TryDecode(evidence.Second) is not { } second)
        {
            return "a message is malformed";
        }

        var (name, domain) = Kinds[first.Kind - 1];
        if (name != evidence.Kind || (first.Kind, first.Sender) != (second.Kind, second.Sender))
        {
            return "the messages are not of one kind and one sender";
        }

        if ((first.View, first.Height) != (evidence.View.Value, evidence.Height.Value) ||
            (second.View, second.Height) != (first.View, first.Height))
        {
            return "the messages are not for one view and height";
        }

        if (first.Digest == second.Digest)
        {
            return "the messages say the same";
        }

        var sender = new ReplicaId(first.Sender);
        if (!epoch.Membership.Contains(sender) || !epoch.Membership.KeyOf(sender).SequenceEqual(evidence.PublicKey.Span) ||
            epoch.Membership.Validators[sender.Value].Name != evidence.Validator)
        {
            return $"{evidence.Validator} with this key is not the sender's place among the members";
        }

        // Commits go into certificates that outlive their epoch, so they are signed under the chain id.
        var context = domain == SigningDomain.Commit ? epoch.ChainId : epoch.Id;
        var key = evidence.PublicKey.Span;
        return domain.Verify(Ed25519.Instance, context, first.Body.Span, key, first.Signature.Span) &&
            domain.Verify(Ed25519.Instance, context, second.Body.Span, key, second.Signature.Span)
                ? null
                : "a signature is not valid";
    }

    private readonly record struct Vote(
        byte Kind, ushort Sender, ulong View, ulong Height, Digest Digest, ReadOnlyMemory<byte> Body,
        ReadOnlyMemory<byte> Signature)
    {
        public static Vote? TryDecode(ReadOnlyMemory<byte> bytes)
        {
            var reader = new CanonicalReader(bytes.Span);
            var kind = reader.U8();
            var sender = reader.U16();
            var body = reader.Bytes(BodySizeMax).ToArray();
            var signature = reader.Raw(64).ToArray();
            if (reader.Bytes().Length > 0 || !reader.IsComplete || kind < 1 || kind > Kinds.Length)
            {
                return null;
            }

            var fields = new CanonicalReader(body);
            var view = kind == CheckpointKind ? 0 : fields.U64();
            var height = fields.U64();
            var digest = fields.Digest();
            return fields.IsComplete ? new Vote(kind, sender, view, height, digest, body, signature) : null;
        }
    }
}
