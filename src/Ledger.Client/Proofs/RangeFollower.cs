using System.Buffers.Binary;
using System.Security.Cryptography;
using Google.Protobuf;
using Ledger.Client.Connection;
using Ledger.Primitives;
using Wire = Ledger.Protocol.V1;

namespace Ledger.Client.Proofs;

/// <summary>
/// Takes one node's pages of a range: header by header, key by key in order, each value with its proof; and keeps a digest
/// of the keys, by which lists of several nodes are compared. One caller.
/// </summary>
internal sealed class RangeFollower : IDisposable
{
    private readonly ChainVerifier _verifier;
    private readonly string _contract;
    private readonly ByteString _prefix;
    private readonly SequenceNumber _heightMin;
    private readonly IncrementalHash _keys = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private BlockHeader? _header;
    private CommitCertificate? _certificate;
    private ByteString? _last;
    private bool _isFirstPage = true;

    public RangeFollower(ChainVerifier verifier, string contract, ByteString prefix)
    {
        _verifier = verifier;
        _contract = contract;
        _prefix = prefix;
        _heightMin = verifier.Height;
    }

    /// <summary>The header of the last call's answer.</summary>
    /// <exception cref="LedgerException">Unproven: no page has come.</exception>
    public BlockHeader Header => _header ?? throw WireReader.Malformed("the range has no page");

    /// <summary>The quorum's votes for it.</summary>
    /// <exception cref="LedgerException">Unproven: no page has come.</exception>
    public CommitCertificate Certificate => _certificate ?? throw WireReader.Malformed("the range has no page");

    /// <summary>The last key that came; empty before the first.</summary>
    public ByteString Last => _last ?? ByteString.Empty;

    /// <summary>A new call begins: its first page brings a header.</summary>
    public void Begin() => _isFirstPage = true;

    /// <summary>Checks a page of an answer with proofs.</summary>
    /// <exception cref="LedgerException">Unproven, with what does not hold.</exception>
    public async ValueTask<ProvenEntry[]> TakeAsync(
        Wire.RangeResponse page, NodeConnection sender, CancellationToken cancellation)
    {
        await TakeHeaderAsync(page, sender, cancellation).ConfigureAwait(false);
        var entries = new ProvenEntry[page.Entries.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            var message = page.Entries[i];
            TakeKey(message.Key);
            var value = message.Value.ToByteArray();
            var proof = WireReader.Proof(message.Proof);
            ChainVerifier.Check(ChainVerifier.WholeKey(_contract, message.Key.Span), value, proof, _header!);
            entries[i] = new ProvenEntry(message.Key.Memory, new ProvenValue(value, _header!, _certificate!, proof));
        }

        return entries;
    }

    /// <summary>Takes a page of an answer with keys only.</summary>
    /// <exception cref="LedgerException">Unproven, with what does not hold.</exception>
    public async ValueTask TakeKeysAsync(Wire.RangeResponse page, NodeConnection sender, CancellationToken cancellation)
    {
        await TakeHeaderAsync(page, sender, cancellation).ConfigureAwait(false);
        foreach (var entry in page.Entries)
        {
            TakeKey(entry.Key);
        }
    }

    /// <summary>Digest of all keys that came.</summary>
    public Digest KeysDigest()
    {
        Span<byte> digest = stackalloc byte[Digest.Size];
        _keys.GetCurrentHash(digest);
        return new Digest(digest);
    }

    public void Dispose() => _keys.Dispose();

    private async ValueTask TakeHeaderAsync(Wire.RangeResponse page, NodeConnection sender, CancellationToken cancellation)
    {
        if (!_isFirstPage)
        {
            return;
        }

        (_header, _certificate) = await _verifier.CheckAsync(page.Header, sender, cancellation).ConfigureAwait(false);
        ChainVerifier.RequireNotBelow(_header, _heightMin);
        _verifier.Saw(_header.Height);
        _isFirstPage = false;
    }

    private void TakeKey(ByteString key)
    {
        var isBehind = _last == null || key.Span.SequenceCompareTo(_last.Span) > 0;
        if (!isBehind || !key.Span.StartsWith(_prefix.Span) || key.Length > IStateView.KeySizeMax)
        {
            throw new LedgerException(LedgerError.Unproven, "the node sent keys out of order or some that were not asked for");
        }

        _last = key;
        Span<byte> size = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(size, key.Length);
        _keys.AppendData(size);
        _keys.AppendData(key.Span);
    }
}
