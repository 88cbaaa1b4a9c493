using System.Collections.Immutable;
using Ledger.Primitives;

namespace Ledger.Client.Light;

/// <summary>
/// The entries of one range under one certified header, with the proof of each: a file of its own that is replaced as a
/// whole. Immutable. Encoded: version u8 = 1, contract text, prefix bytes, header bytes, certificate, count u32, then each:
/// key bytes, value bytes, siblings (count u32, 32 each), another leaf bool and, if so, its path 32 and value hash 32;
/// behind all of it the SHA-256 of what stands before.
/// </summary>
internal sealed class LightEntries
{
    private const byte Version = 1;
    private const int TextSizeMax = 256;

    private LightEntries(
        LightRange range, BlockHeader header, CommitCertificate certificate, ImmutableSortedDictionary<string, ProvenValue> values)
    {
        Range = range;
        Header = header;
        Certificate = certificate;
        Values = values;
    }

    public LightRange Range { get; }

    public BlockHeader Header { get; }

    public CommitCertificate Certificate { get; }

    /// <summary>By key in hexadecimal, whose order is that of the bytes.</summary>
    public ImmutableSortedDictionary<string, ProvenValue> Values { get; }

    /// <summary>Puts checked entries together, all of which stand under one header.</summary>
    public static LightEntries Of(
        LightRange range, BlockHeader header, CommitCertificate certificate, IEnumerable<ProvenEntry> entries) => new(
        range, header, certificate,
        entries.ToImmutableSortedDictionary(e => Convert.ToHexStringLower(e.Key.Span), e => e.Value, StringComparer.Ordinal));

    public byte[] Encode()
    {
        var writer = new CanonicalWriter(4096).U8(Version).Text(Range.Contract).Bytes(Range.Prefix.Span).Bytes(Header.Encode());
        Certificate.Encode(writer);
        writer.Count(Values.Count);
        foreach (var (key, value) in Values)
        {
            writer.Bytes(Convert.FromHexString(key)).Bytes(value.Value).Count(value.Proof.Siblings.Count);
            foreach (var sibling in value.Proof.Siblings)
            {
                writer.Digest(sibling);
            }

            writer.Bool(value.Proof.OtherLeafPath != null);
            if (value.Proof.OtherLeafPath is { } path)
            {
                writer.Digest(path).Digest(value.Proof.OtherLeafValueHash);
            }
        }

        writer.Digest(Digest.Of(writer.WrittenSpan));
        return writer.ToArray();
    }

    /// <summary>Reads what <see cref="Encode"/> wrote, and checks every proof again.</summary>
    /// <returns>Null when the bytes are damaged.</returns>
    public static LightEntries? TryDecode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Digest.Size || Digest.Of(bytes[..^Digest.Size]) != new Digest(bytes[^Digest.Size..]))
        {
            return null;
        }

        var reader = new CanonicalReader(bytes[..^Digest.Size]);
        var version = reader.U8();
        var range = new LightRange(reader.Text(TextSizeMax), reader.Bytes().ToArray());
        var header = BlockHeader.TryDecode(reader.Bytes());
        var certificate = CommitCertificate.Decode(ref reader);
        var count = reader.Count(elementSizeMin: 13);
        if (version != Version || header == null)
        {
            return null;
        }

        var entries = new List<ProvenEntry>(count);
        for (var i = 0; i < count; i++)
        {
            var key = reader.Bytes().ToArray();
            var value = reader.Bytes().ToArray();
            var proof = DecodeProof(ref reader);
            if (!proof.Verify(header.StateRoot, Proofs.ChainVerifier.WholeKey(range.Contract, key), value))
            {
                return null;
            }

            entries.Add(new ProvenEntry(key, new ProvenValue(value, header, certificate, proof)));
        }

        return reader.IsComplete ? Of(range, header, certificate, entries) : null;
    }

    private static StateProof DecodeProof(ref CanonicalReader reader)
    {
        var siblings = new Digest[reader.Count(elementSizeMin: Digest.Size)];
        for (var i = 0; i < siblings.Length; i++)
        {
            siblings[i] = reader.Digest();
        }

        return reader.Bool() ? new StateProof(siblings, reader.Digest(), reader.Digest()) : new StateProof(siblings, null, default);
    }
}
