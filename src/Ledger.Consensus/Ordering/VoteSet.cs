using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>
/// One vote of each replica, in an array indexed by replica; the first vote counts, another one is reported. Cleared
/// for every view.
/// </summary>
internal sealed class VoteSet(int replicaCount)
{
    private readonly Digest[] _digests = new Digest[replicaCount];
    private readonly ReadOnlyMemory<byte>[] _signatures = new ReadOnlyMemory<byte>[replicaCount];

    /// <summary>What became of a vote.</summary>
    public enum Outcome
    {
        Added,
        Repeated,
        Contradicts,
    }

    public Outcome Add(ReplicaId replica, Digest digest, ReadOnlyMemory<byte> signature)
    {
        var i = replica.Value;
        if (!_signatures[i].IsEmpty)
        {
            return _digests[i] == digest ? Outcome.Repeated : Outcome.Contradicts;
        }

        _digests[i] = digest;
        _signatures[i] = signature;
        return Outcome.Added;
    }

    public bool Has(ReplicaId replica) => !_signatures[replica.Value].IsEmpty;

    public Digest DigestOf(ReplicaId replica) => _digests[replica.Value];

    public ReadOnlyMemory<byte> SignatureOf(ReplicaId replica) => _signatures[replica.Value];

    /// <summary>Distinct replicas that voted for the digest.</summary>
    public int CountFor(Digest digest)
    {
        var count = 0;
        for (var i = 0; i < _digests.Length; i++)
        {
            if (!_signatures[i].IsEmpty && _digests[i] == digest)
            {
                count++;
            }
        }

        return count;
    }

    /// <summary>A digest other than the one given with at least that many votes.</summary>
    public Digest? OtherWith(Digest digest, int count)
    {
        for (var i = 0; i < _digests.Length; i++)
        {
            if (!_signatures[i].IsEmpty && _digests[i] != digest && CountFor(_digests[i]) >= count)
            {
                return _digests[i];
            }
        }

        return null;
    }

    /// <summary>The signatures for the digest, by ascending replica.</summary>
    public ReplicaSignature[] SignaturesFor(Digest digest)
    {
        var signatures = new ReplicaSignature[CountFor(digest)];
        var next = 0;
        for (var i = 0; i < _digests.Length; i++)
        {
            if (!_signatures[i].IsEmpty && _digests[i] == digest)
            {
                signatures[next++] = new ReplicaSignature(new ReplicaId((ushort)i), _signatures[i]);
            }
        }

        return signatures;
    }

    public void Clear()
    {
        Array.Clear(_digests);
        Array.Clear(_signatures);
    }
}
