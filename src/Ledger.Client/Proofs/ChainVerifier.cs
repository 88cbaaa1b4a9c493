using System.Text;
using Ledger.Client.Connection;
using Ledger.Identity;
using Ledger.Primitives;
using Wire = Ledger.Protocol.V1;

namespace Ledger.Client.Proofs;

/// <summary>
/// Decides what a client believes: what a quorum of the block's members has certified, to whom genesis leads, and what is
/// proven under that (L10). Thread safe.
/// </summary>
internal sealed class ChainVerifier
{
    private readonly IEd25519Verifier _verifier = Ed25519.Instance;
    private readonly EpochFollower _epochs;
    private readonly Digest _chainId;
    private ulong _height;

    public ChainVerifier(EpochFollower epochs, Digest chainId)
    {
        _epochs = epochs;
        _chainId = chainId;
    }

    /// <summary>
    /// The highest height that was certified so far. An old state has perfectly good proofs: whoever asks about the
    /// present notes this before the question is sent, and takes no answer from further back.
    /// </summary>
    public SequenceNumber Height => new(Volatile.Read(ref _height));

    /// <summary>Key of the world state: contract, a zero byte, the contract's own key.</summary>
    public static byte[] WholeKey(string contract, ReadOnlySpan<byte> key)
    {
        if (contract.Length == 0 || contract.Contains('\0', StringComparison.Ordinal))
        {
            throw new LedgerException(LedgerError.InvalidArgument, "the contract's name is empty or holds a zero character");
        }

        return [.. Encoding.UTF8.GetBytes(contract), 0, .. key];
    }

    /// <summary>Checks an answer to a query; its sender is asked for the members that it names.</summary>
    /// <exception cref="LedgerException">Unproven, with what does not hold.</exception>
    public async ValueTask<ProvenValue> CheckAsync(
        byte[] wholeKey, Wire.QueryResponse response, SequenceNumber heightMin, NodeConnection sender,
        CancellationToken cancellation)
    {
        var (header, certificate) = await CheckAsync(response.Header, sender, cancellation).ConfigureAwait(false);
        var proof = WireReader.Proof(response.Proof);
        var value = response.Found ? response.Value.ToByteArray() : null;
        Check(wholeKey, value, proof, header);
        RequireNotBelow(header, heightMin);
        Saw(header.Height);
        return new ProvenValue(value, header, certificate, proof);
    }

    /// <summary>Checks that a quorum certified a header; its sender is asked for the members that it names.</summary>
    /// <exception cref="LedgerException">Unproven, with what does not hold.</exception>
    public async ValueTask<(BlockHeader Header, CommitCertificate Certificate)> CheckAsync(
        Wire.CertifiedHeader? message, NodeConnection sender, CancellationToken cancellation)
    {
        var header = BlockHeader.TryDecode((message ?? throw WireReader.Malformed("the header")).Header.Span)
            ?? throw WireReader.Malformed("the header");
        var certificate = WireReader.Certificate(message.Certificate);
        var members = await _epochs.MembersAsync(header, sender, cancellation).ConfigureAwait(false);
        return certificate.Verify(_verifier, _chainId, members, header)
            ? (header, certificate)
            : throw Unproven($"the certificate of block {header.Height} is not that of a quorum of this network");
    }

    /// <summary>Checks that a key has a value, or is absent, under a header that is believed.</summary>
    /// <exception cref="LedgerException">Unproven.</exception>
    public static void Check(byte[] wholeKey, byte[]? value, StateProof proof, BlockHeader header)
    {
        if (!proof.Verify(header.StateRoot, wholeKey, value))
        {
            throw Unproven(value == null
                ? "the proof does not show that the key is absent"
                : "the proof does not show that the key has this value");
        }
    }

    /// <summary>Refuses what is older than the question allows.</summary>
    /// <exception cref="LedgerException">Unproven.</exception>
    public static void RequireNotBelow(BlockHeader header, SequenceNumber heightMin)
    {
        if (header.Height < heightMin)
        {
            throw Unproven($"the answer is from block {header.Height}, older than block {heightMin}");
        }
    }

    /// <summary>A block of this height is certified.</summary>
    public void Saw(SequenceNumber height)
    {
        var known = Volatile.Read(ref _height);
        while (height.Value > known)
        {
            var seen = Interlocked.CompareExchange(ref _height, height.Value, known);
            if (seen == known)
            {
                return;
            }

            known = seen;
        }
    }

    /// <summary>
    /// Checks a block and that it follows the one before; <paramref name="previous"/> is null for a block further up
    /// the chain.
    /// </summary>
    public async ValueTask<Block> CheckAsync(
        ReadOnlyMemory<byte> bytes, SequenceNumber height, BlockHeader? previous, NodeConnection sender,
        CancellationToken cancellation)
    {
        var block = Block.TryDecode(bytes) ?? throw WireReader.Malformed($"block {height}");
        if (block.Header.Height != height)
        {
            throw Unproven($"the node answered with block {block.Header.Height} for {height}");
        }

        var members = await _epochs.MembersAsync(block.Header, sender, cancellation).ConfigureAwait(false);
        if (block.FirstFlaw(_verifier, _chainId, members) is { } flaw)
        {
            throw Unproven($"block {height}: {flaw}");
        }

        Digest? expected = height.Value == 1 ? _chainId : previous?.Hash;
        var isNext = previous == null || previous.NextMembershipHash == block.Header.MembershipHash;
        if ((expected != null && block.Header.PreviousHash != expected) || !isNext)
        {
            throw Unproven($"block {height} does not follow the block before");
        }

        Saw(height);
        return block;
    }

    private static LedgerException Unproven(string message) => new(LedgerError.Unproven, message);
}
