using System.Text;
using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>
/// What the ledger knows of an account: the content of its current certificate. Stored under <c>identity | 0x00 |
/// account name</c>. Immutable. Encoded: version u8 = 1, name text, organisation text, public key 32, not before u64,
/// not after u64, serial text, attributes (count, then name text and value text, ascending by ordinal name, no name
/// twice), revoked bool, revoked at u64, certificate digest 32.
/// </summary>
public sealed record AccountRecord
{
    /// <summary>The only version there is.</summary>
    public const byte Version = 1;

    /// <summary>Most attributes.</summary>
    public const int AttributesMax = 64;

    private const int TextSizeMax = 256;

    /// <summary>The whole account name, <c>organisation/name</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The organisation whose authority issued the certificate; the name's first part.</summary>
    public required string Organisation { get; init; }

    /// <summary>Ed25519 key that signs the account's transactions, 32 bytes. Do not change them.</summary>
    public required byte[] PublicKey { get; init; }

    /// <summary>First moment of validity, milliseconds since 1970-01-01 UTC.</summary>
    public required ulong NotBeforeMilliseconds { get; init; }

    /// <summary>Last moment of validity, milliseconds since 1970-01-01 UTC.</summary>
    public required ulong NotAfterMilliseconds { get; init; }

    /// <summary>The certificate's serial number, hexadecimal.</summary>
    public required string SerialHex { get; init; }

    /// <summary>The certificate's attributes, ascending by ordinal name.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Attributes { get; init; }

    /// <summary>Whether the organisation took the account's rights away.</summary>
    public bool Revoked { get; init; }

    /// <summary>
    /// Ledger time of the revocation; 0 where there is none. Only certificates issued later bring the account
    /// back.
    /// </summary>
    public ulong RevokedAtMilliseconds { get; init; }

    /// <summary>SHA-256 of the certificate.</summary>
    public required Digest CertificateDigest { get; init; }

    /// <summary>The whole state key of an account's record.</summary>
    public static byte[] KeyOf(string account) => Encoding.UTF8.GetBytes(SystemKeys.IdentityPrefix + account);

    /// <summary>The value of an attribute, or null.</summary>
    public string? Attribute(string name)
    {
        for (var i = 0; i < Attributes.Count; i++)
        {
            if (string.Equals(Attributes[i].Key, name, StringComparison.Ordinal))
            {
                return Attributes[i].Value;
            }
        }

        return null;
    }

    /// <summary>The canonical bytes.</summary>
    public byte[] Encode()
    {
        var writer = new CanonicalWriter()
            .U8(Version).Text(Name).Text(Organisation).Raw(PublicKey)
            .U64(NotBeforeMilliseconds).U64(NotAfterMilliseconds).Text(SerialHex).Count(Attributes.Count);
        foreach (var (name, value) in Attributes)
        {
            writer.Text(name).Text(value);
        }

        return writer.Bool(Revoked).U64(RevokedAtMilliseconds).Digest(CertificateDigest).ToArray();
    }

    /// <summary>Reads a record.</summary>
    /// <returns>Null when the bytes are not exactly one well-formed record.</returns>
    public static AccountRecord? TryDecode(ReadOnlySpan<byte> bytes)
    {
        var reader = new CanonicalReader(bytes);
        if (reader.U8() != Version)
        {
            return null;
        }

        var record = new AccountRecord
        {
            Name = reader.Text(TransactionBody.AccountSizeMax),
            Organisation = reader.Text(TransactionBody.AccountSizeMax),
            PublicKey = reader.Raw(32).ToArray(),
            NotBeforeMilliseconds = reader.U64(),
            NotAfterMilliseconds = reader.U64(),
            SerialHex = reader.Text(TextSizeMax),
            Attributes = DecodeAttributes(ref reader),
            Revoked = reader.Bool(),
            RevokedAtMilliseconds = reader.U64(),
            CertificateDigest = reader.Digest(),
        };
        return reader.IsComplete && record.FirstFlaw() == null ? record : null;
    }

    /// <summary>Reads a record.</summary>
    /// <exception cref="FormatException">The bytes are not exactly one well-formed record.</exception>
    public static AccountRecord Decode(ReadOnlySpan<byte> bytes) =>
        TryDecode(bytes) ?? throw new FormatException("these bytes are not an account record");

    /// <summary>Which rule of the format the record breaks, or null.</summary>
    internal string? FirstFlaw()
    {
        if (Encoding.UTF8.GetByteCount(Name) > TransactionBody.AccountSizeMax ||
            Name.Length <= Organisation.Length + 1 ||
            !Name.StartsWith(Organisation, StringComparison.Ordinal) || Name[Organisation.Length] != '/')
        {
            return "the account's name is not its organisation, a slash and a name";
        }

        if (PublicKey.Length != 32 || Attributes.Count > AttributesMax ||
            NotAfterMilliseconds < NotBeforeMilliseconds ||
            Encoding.UTF8.GetByteCount(SerialHex) > TextSizeMax)
        {
            return "the certificate's fields are out of range";
        }

        for (var i = 0; i < Attributes.Count; i++)
        {
            if (Encoding.UTF8.GetByteCount(Attributes[i].Key) > TextSizeMax ||
                Encoding.UTF8.GetByteCount(Attributes[i].Value) > TextSizeMax ||
                (i > 0 && string.CompareOrdinal(Attributes[i - 1].Key, Attributes[i].Key) >= 0))
            {
                return "the certificate's attributes are too long, repeated or out of order";
            }
        }

        return null;
    }

    private static KeyValuePair<string, string>[] DecodeAttributes(ref CanonicalReader reader)
    {
        var attributes = new KeyValuePair<string, string>[reader.Count(8, AttributesMax)];
        for (var i = 0; i < attributes.Length; i++)
        {
            attributes[i] = new(reader.Text(TextSizeMax), reader.Text(TextSizeMax));
        }

        return attributes;
    }
}
