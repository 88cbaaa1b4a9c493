using Ledger.Primitives;

namespace Ledger.Storage;

/// <summary>
/// Says that a snapshot is being fetched, or that it is whole and takes the place of the ledger. Encoded: phase u8 (1:
/// fetching, 2: installing), header (fixed size), certificate.
/// </summary>
/// <param name="IsInstalling">
/// False: the old ledger is whole, the staged pieces are beside it. True: the staged pieces are whole, and all that
/// stands where the ledger belongs has no meaning.
/// </param>
/// <param name="Header">The snapshot's header.</param>
/// <param name="Certificate">Its certificate.</param>
internal sealed record RestoreMarker(bool IsInstalling, BlockHeader Header, CommitCertificate Certificate)
{
    /// <summary>The record's bytes.</summary>
    public byte[] Encode()
    {
        var writer = new CanonicalWriter(1024).U8(IsInstalling ? (byte)2 : (byte)1).Raw(Header.Encode());
        Certificate.Encode(writer);
        return writer.ToArray();
    }

    /// <summary>Reads a record.</summary>
    /// <exception cref="StorageException">The bytes are something else.</exception>
    public static RestoreMarker Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new CanonicalReader(bytes);
        var phase = reader.U8();
        var header = BlockHeader.TryDecode(reader.Raw(BlockHeader.Size));
        var certificate = CommitCertificate.Decode(ref reader);
        return reader.IsComplete && phase is 1 or 2 && header != null
            ? new RestoreMarker(phase == 2, header, certificate)
            : throw new StorageException(StorageFailure.Damaged, "The record of a restore does not decode.");
    }
}
