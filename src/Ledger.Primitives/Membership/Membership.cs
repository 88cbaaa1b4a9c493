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

    /// <summary>Longest name of a validator or an organisation, in bytes of UTF-8.</summary>
    public const int NameSizeMax = 128;

    private readonly Validator[] _validators;

    /// <summary>Checks and keeps the list.</summary>
    /// <exception cref="ArgumentException">Too few, too many, a repeated name or key, or a key that is not 32 bytes.</exception>
    public Membership(IReadOnlyList<Validator> validators)
    {
        if (FlawOf(validators) is { } flaw)
        {
            throw new ArgumentException(flaw, nameof(validators));
        }

        _validators = [.. validators];
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

    /// <summary>The validator with this key and incarnation, or null.</summary>
    public ReplicaId? Find(ReadOnlySpan<byte> publicKey, ulong incarnation)
    {
        for (var i = 0; i < _validators.Length; i++)
        {
            if (_validators[i].Incarnation == incarnation && _validators[i].PublicKey.Span.SequenceEqual(publicKey))
            {
                return new ReplicaId((ushort)i);
            }
        }

        return null;
    }

    /// <summary>The validator of this name, or null.</summary>
    public ReplicaId? Find(string name)
    {
        for (var i = 0; i < _validators.Length; i++)
        {
            if (_validators[i].Name == name)
            {
                return new ReplicaId((ushort)i);
            }
        }

        return null;
    }

    /// <summary>Appends the list: count, then name, organisation, key 32, incarnation u64 each.</summary>
    public CanonicalWriter Encode(CanonicalWriter writer)
    {
        writer.Count(Count);
        foreach (var validator in _validators)
        {
            writer.Text(validator.Name).Text(validator.Organisation).Raw(validator.PublicKey.Span).U64(validator.Incarnation);
        }

        return writer;
    }

    /// <summary>Reads a list; null, and a failed reader, when it is malformed or no membership.</summary>
    public static Membership? Decode(ref CanonicalReader reader)
    {
        var validators = new Validator[reader.Count(4 + 4 + 32 + 8, ValidatorsMax)];
        for (var i = 0; i < validators.Length; i++)
        {
            var name = reader.Text(NameSizeMax);
            var organisation = reader.Text(NameSizeMax);
            var key = reader.Raw(32).ToArray();
            validators[i] = new Validator(name, organisation, key) { Incarnation = reader.U64() };
        }

        if (!reader.Failed && FlawOf(validators) == null)
        {
            return new Membership(validators);
        }

        reader.Fail();
        return null;
    }

    /// <summary>Why a list is no membership, or null.</summary>
    public static string? FlawOf(IReadOnlyList<Validator> validators)
    {
        if (validators.Count is < ValidatorsMin or > ValidatorsMax)
        {
            return $"a network has {ValidatorsMin} to {ValidatorsMax} validators, not {validators.Count}";
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var validator in validators)
        {
            if (!IsNameSize(validator.Name) || !IsNameSize(validator.Organisation))
            {
                return $"the name or organisation of a validator is empty or longer than {NameSizeMax} bytes";
            }

            if (validator.PublicKey.Length != 32)
            {
                return $"the key of {validator.Name} is not 32 bytes long";
            }

            if (!seen.Add($"n{validator.Name}") || !seen.Add($"k{Convert.ToHexStringLower(validator.PublicKey.Span)}"))
            {
                return $"{validator.Name} repeats a name or a key";
            }
        }

        return null;
    }

    private static bool IsNameSize(string name) =>
        name.Length > 0 && System.Text.Encoding.UTF8.GetByteCount(name) <= NameSizeMax;

    private Digest ComputeHash() =>
        Digest.Of(Encode(new CanonicalWriter().Raw("ledger/members/2"u8)).WrittenSpan);
}
