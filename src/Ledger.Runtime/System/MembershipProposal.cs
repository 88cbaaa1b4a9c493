using System.Text;
using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>
/// A change of the validators that organisations agree to by approving the same bytes
/// (<c>membership.approve</c>). Bound to the members it starts from, so that an agreement never means more than those
/// who gave it saw. Immutable. Encoded: version u8 = 1, kind u8, hash of the members it starts from 32, then for remove
/// and replace the name of who leaves, text; for add and replace who comes: name text, organisation text, key 32,
/// incarnation u64.
/// </summary>
public sealed class MembershipProposal
{
    /// <summary>Most bytes of an encoded proposal.</summary>
    public const int SizeMax = 2 + Digest.Size + (3 * (4 + Membership.NameSizeMax)) + KeySize + 8;

    private const byte Version = 1;

    private const int KeySize = 32;

    private MembershipProposal(MembershipProposalKind kind, Digest @base, string? leaving, Validator? coming)
    {
        Kind = kind;
        Base = @base;
        Leaving = leaving;
        Coming = coming;
    }

    /// <summary>What it does.</summary>
    public MembershipProposalKind Kind { get; }

    /// <summary><see cref="Membership.Hash"/> of the members it starts from.</summary>
    public Digest Base { get; }

    /// <summary>Name of the validator that leaves; null when none does.</summary>
    public string? Leaving { get; }

    /// <summary>The validator that comes; null when none does.</summary>
    public Validator? Coming { get; }

    /// <summary>SHA-256 of the encoded proposal: what events and lists name it by.</summary>
    public Digest Hash => Digest.Of(Encode());

    /// <summary>A validator more.</summary>
    /// <exception cref="ArgumentException">The validator's key is not 32 bytes long.</exception>
    public static MembershipProposal Add(Membership @base, Validator coming) =>
        new(MembershipProposalKind.Add, @base.Hash, null, WithKey(coming));

    /// <summary>A validator less.</summary>
    public static MembershipProposal Remove(Membership @base, string leaving) =>
        new(MembershipProposalKind.Remove, @base.Hash, leaving, null);

    /// <summary>Another validator in the place of one; both may have the same name.</summary>
    /// <exception cref="ArgumentException">The validator's key is not 32 bytes long.</exception>
    public static MembershipProposal Replace(Membership @base, string leaving, Validator coming) =>
        new(MembershipProposalKind.Replace, @base.Hash, leaving, WithKey(coming));

    /// <summary>The members after the change. Whether the organisations are known is not asked here.</summary>
    /// <param name="members">The members before.</param>
    /// <param name="flaw">Why there are none, in one line; empty otherwise.</param>
    /// <returns>Null when the change cannot be made to these members.</returns>
    public Membership? ApplyTo(Membership members, out string flaw)
    {
        flaw = FlawFor(members) ?? "";
        if (flaw.Length > 0)
        {
            return null;
        }

        var validators = new List<Validator>(members.Validators);
        var place = Leaving == null ? validators.Count : members.Find(Leaving)!.Value.Value;
        if (Leaving != null)
        {
            validators.RemoveAt(place);
        }

        if (Coming != null)
        {
            validators.Insert(place, Coming);
        }

        flaw = Membership.FlawOf(validators) ?? "";
        return flaw.Length > 0 ? null : new Membership(validators);
    }

    /// <summary>The canonical bytes.</summary>
    public byte[] Encode()
    {
        var writer = new CanonicalWriter().U8(Version).U8((byte)Kind).Digest(Base);
        if (Leaving != null)
        {
            writer.Text(Leaving);
        }

        if (Coming != null)
        {
            writer.Text(Coming.Name).Text(Coming.Organisation).Raw(Coming.PublicKey.Span).U64(Coming.Incarnation);
        }

        return writer.ToArray();
    }

    /// <summary>Reads a proposal; whether it fits any members is not checked.</summary>
    /// <returns>Null when the bytes are not exactly one well-formed proposal.</returns>
    public static MembershipProposal? TryDecode(ReadOnlySpan<byte> bytes)
    {
        var reader = new CanonicalReader(bytes);
        var version = reader.U8();
        var kind = (MembershipProposalKind)reader.U8();
        var @base = reader.Digest();
        if (version != Version || !Enum.IsDefined(kind))
        {
            return null;
        }

        var leaving = kind == MembershipProposalKind.Add ? null : reader.Text(Membership.NameSizeMax);
        var coming = kind == MembershipProposalKind.Remove ? null : DecodeValidator(ref reader);
        return reader.IsComplete ? new MembershipProposal(kind, @base, leaving, coming) : null;
    }

    /// <summary>The change in one line, for people.</summary>
    public override string ToString() => Kind switch
    {
        MembershipProposalKind.Add => $"add {Coming!.Name} of {Coming.Organisation}",
        MembershipProposalKind.Remove => $"remove {Leaving}",
        _ => $"replace {Leaving} by {Coming!.Name} of {Coming.Organisation}",
    };

    private string? FlawFor(Membership members)
    {
        if (Base != members.Hash)
        {
            return $"the proposal starts from members {Base.ToShortString()}, the newest are " +
                   members.Hash.ToShortString();
        }

        if (Coming != null && !IsAccount(Coming))
        {
            return "a validator's name has visible ASCII characters and no slash, and its account at most " +
                   $"{TransactionBody.AccountSizeMax} bytes";
        }

        if (Leaving == null)
        {
            return null;
        }

        return members.Find(Leaving) is not { } place ? $"no validator is named {Leaving}"
            : Coming != null && IsSame(members.Validators[place.Value], Coming) ? "the proposal changes nothing"
            : null;
    }

    // A validator needs an account of its name: with it, it rejoins after it has lost its disk.
    private static bool IsAccount(Validator validator)
    {
        foreach (var c in validator.Name)
        {
            if (c is < '!' or > '~' or '/')
            {
                return false;
            }
        }

        return validator.Name.Length > 0 &&
            Encoding.UTF8.GetByteCount(validator.Organisation) + 1 + validator.Name.Length
            <= TransactionBody.AccountSizeMax;
    }

    private static bool IsSame(Validator one, Validator other) =>
        one.Name == other.Name && one.Organisation == other.Organisation && one.Incarnation == other.Incarnation &&
        one.PublicKey.Span.SequenceEqual(other.PublicKey.Span);

    private static Validator WithKey(Validator validator) => validator.PublicKey.Length == KeySize
        ? validator
        : throw new ArgumentException($"a validator's key has {KeySize} bytes, not {validator.PublicKey.Length}");

    private static Validator DecodeValidator(ref CanonicalReader reader)
    {
        var name = reader.Text(Membership.NameSizeMax);
        var organisation = reader.Text(Membership.NameSizeMax);
        var key = reader.Raw(KeySize).ToArray();
        return new Validator(name, organisation, key) { Incarnation = reader.U64() };
    }
}
