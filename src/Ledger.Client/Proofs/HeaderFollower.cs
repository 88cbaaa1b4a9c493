using Ledger.Client.Connection;
using Ledger.Primitives;
using Wire = Ledger.Protocol.V1;

namespace Ledger.Client.Proofs;

/// <summary>
/// Checks pages of headers: the last one of a page is certified by the members of its height, the others lead to it by
/// their hashes, and the first follows what was taken before. Not thread safe.
/// </summary>
internal sealed class HeaderFollower
{
    private readonly ChainVerifier _verifier;
    private readonly Digest _chainId;
    private readonly SequenceNumber _first;
    private BlockHeader? _last;

    public HeaderFollower(ChainVerifier verifier, Digest chainId, SequenceNumber first, BlockHeader? last)
    {
        _verifier = verifier;
        _chainId = chainId;
        _first = first;
        _last = last;
    }

    /// <summary>The headers of a page.</summary>
    /// <exception cref="LedgerException">Unproven, with what does not hold.</exception>
    public async ValueTask<BlockHeader[]> TakeAsync(
        Wire.HeadersResponse page, NodeConnection sender, CancellationToken cancellation)
    {
        if (page.Headers.Count is 0 or > Light.LightHeaders.AppendMax)
        {
            throw WireReader.Malformed("the page of headers");
        }

        var headers = new BlockHeader[page.Headers.Count];
        var last = _last;
        for (var i = 0; i < headers.Length; i++)
        {
            headers[i] = BlockHeader.TryDecode(page.Headers[i].Span) ?? throw WireReader.Malformed("a header");
            if (!Follows(headers[i], last))
            {
                throw new LedgerException(
                    LedgerError.Unproven, $"the header of block {headers[i].Height} does not follow the one before");
            }

            last = headers[i];
        }

        var certified = new Wire.CertifiedHeader { Header = page.Headers[^1], Certificate = page.Certificate };
        await _verifier.CheckAsync(certified, sender, cancellation).ConfigureAwait(false);
        _verifier.Saw(last!.Height);
        _last = last;
        return headers;
    }

    private bool Follows(BlockHeader header, BlockHeader? before) => before != null
        ? header.Height == before.Height.Next && header.PreviousHash == before.Hash &&
            header.MembershipHash == before.NextMembershipHash
        : header.Height == _first && (header.Height.Value > 1 || header.PreviousHash == _chainId);
}
