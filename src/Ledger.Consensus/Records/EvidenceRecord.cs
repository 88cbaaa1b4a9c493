using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>
/// A double vote on disk. Layout: epoch 32, validator's name, organisation and key 32, incarnation u64, kind u8, view u64,
/// height u64, first message bytes, second message bytes.
/// </summary>
internal static class EvidenceRecord
{
    // An envelope around an ordering vote, with room to spare.
    private const int MessageSizeMax = 512;

    public static byte[] Encode(Evidence evidence)
    {
        var validator = evidence.Validator;
        return new CanonicalWriter(512)
            .Digest(evidence.Epoch).Text(validator.Name).Text(validator.Organisation).Raw(validator.PublicKey.Span)
            .U64(validator.Incarnation).U8((byte)evidence.Kind).U64(evidence.View.Value).U64(evidence.Height.Value)
            .Bytes(evidence.First.Span).Bytes(evidence.Second.Span).ToArray();
    }

    public static Evidence? TryDecode(ReadOnlySpan<byte> bytes)
    {
        var reader = new CanonicalReader(bytes);
        var epoch = reader.Digest();
        var name = reader.Text(Membership.NameSizeMax);
        var organisation = reader.Text(Membership.NameSizeMax);
        var key = reader.Raw(32).ToArray();
        var validator = new Validator(name, organisation, key) { Incarnation = reader.U64() };
        var evidence = new Evidence(
            epoch,
            validator,
            (MessageKind)reader.U8(),
            new ViewNumber(reader.U64()),
            new SequenceNumber(reader.U64()),
            reader.Bytes(MessageSizeMax).ToArray(),
            reader.Bytes(MessageSizeMax).ToArray());
        return reader.IsComplete ? evidence : null;
    }
}
