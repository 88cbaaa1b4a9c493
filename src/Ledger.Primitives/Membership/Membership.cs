namespace Ledger.Primitives;

/// <summary>
/// The ordered list of validators at a height, and the quorum arithmetic over it: of n = 3f+1 or more replicas at most f are
/// faulty (Castro &amp; Liskov 1999 §3). Immutable; safe to share.
/// </summary>
public sealed class Membership
{
    /// <summary>PBFT masks a fault from four replicas on.</summary>
    public const int ValidatorsMin = 4;

    /// <summary>Upper bound on n, which bounds every table indexed by replica.</summary>
    public const int ValidatorsMax = 64;

    private readonly Validator[] _validators;

    /// <summary>Checks and keeps the list.</summary>
    /// <exception cref="ArgumentException">Too few, too many, a repeated name or key, or a key that is not 32 bytes.</exception>
    public Membership(IReadOnlyList<Validator> validators)
    {
        if (validators.Count is < ValidatorsMin or > ValidatorsMax)
        {
            throw new ArgumentException(
                $"a network has {ValidatorsMin} to {ValidatorsMax} validators, not {validators.Count}", nameof(validators));
        }

        _validators = [.. validators];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var validator in _validators)
        {
            if (validator.PublicKey.Length != 32)
            {
                throw new ArgumentException($"the key of {validator.Name} is not 32 bytes long", nameof(validators));
            }

            if (!seen.Add(validator.Name) || !seen.Add(Convert.ToHexStringLower(validator.PublicKey.Span)))
            {
                throw new ArgumentException($"{validator.Name} repeats a name or a key", nameof(validators));
            }
        }

        Hash = ComputeHash();
    }

    /// <summary>The validators in order of their <see cref="ReplicaId"/>.</summary>
    public IReadOnlyList<Validator> Validators => _validators;

    /// <summary>n, the number of validators.</summary>
    public int Count => _validators.Length;

    /// <summary>f, the faults that n masks: the largest f with n ≥ 3f+1.</summary>
    public int FaultsMax => (Count - 1) / 3;

    /// <summary>
    /// Votes of distinct replicas that make a certificate. 2f+1 for n = 3f+1; in general the smallest q such that two sets of q share
    /// an honest replica: ⌈(n+f+1)/2⌉.
    /// </summary>
    public int Quorum => (Count + FaultsMax + 2) / 2;

    /// <summary>Votes among which one is surely honest: f+1.</summary>
    public int WeakQuorum => FaultsMax + 1;

    /// <summary>Digest of the list; in every block header.</summary>
    public Digest Hash { get; }

    /// <summary>The primary of a view: <c>view mod n</c>.</summary>
    public ReplicaId Primary(ViewNumber view) => new((ushort)(view.Value % (ulong)Count));

    /// <summary>Whether the id names a validator.</summary>
    public bool Contains(ReplicaId id) => id.Value < Count;

    /// <summary>The validator's Ed25519 key, 32 bytes.</summary>
    public ReadOnlySpan<byte> KeyOf(ReplicaId id) => _validators[id.Value].PublicKey.Span;

    private Digest ComputeHash()
    {
        var writer = new CanonicalWriter().Raw("ledger/members/1"u8).Count(Count);
        foreach (var validator in _validators)
        {
            writer.Text(validator.Name).Text(validator.Organisation).Raw(validator.PublicKey.Span);
        }

        return Digest.Of(writer.WrittenSpan);
    }
}
