using Ledger.Primitives;

namespace Ledger.Node.Consensus;

/// <summary>
/// Checks signatures, and remembers which short messages had a valid one: the votes of replicas. A view change brings each of
/// them again, three times in the certificates of a prepared batch and once more in the NEW-VIEW, just when every millisecond
/// counts. Two generations bound it: when the young one is full it becomes the old one. Thread safe.
/// </summary>
internal sealed class RememberedVotes(IEd25519Verifier verifier) : IEd25519Verifier
{
    /// <summary>Tag, context and body of a vote, at most; longer messages are checked each time.</summary>
    public const int MessageSizeMax = 112;

    private const int PublicKeySize = 32;
    private const int SignatureSize = 64;

    private readonly Lock _lock = new();
    private HashSet<Digest> _young = [];
    private HashSet<Digest> _old = [];

    public bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (message.Length > MessageSizeMax || publicKey.Length != PublicKeySize || signature.Length != SignatureSize)
        {
            return verifier.Verify(publicKey, message, signature);
        }

        Span<byte> input = stackalloc byte[PublicKeySize + SignatureSize + message.Length];
        publicKey.CopyTo(input);
        signature.CopyTo(input[PublicKeySize..]);
        message.CopyTo(input[(PublicKeySize + SignatureSize)..]);
        var key = Digest.Of(input);
        lock (_lock)
        {
            if (_young.Contains(key) || _old.Contains(key))
            {
                return true;
            }
        }

        if (!verifier.Verify(publicKey, message, signature))
        {
            return false;
        }

        lock (_lock)
        {
            _young.Add(key);
            if (_young.Count >= NodeLimits.RememberedVotesMax)
            {
                (_old, _young) = (_young, _old);
                _young.Clear();
            }
        }

        return true;
    }
}
