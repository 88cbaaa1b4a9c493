using System.Formats.Asn1;
using FsCheck;
using FsCheck.Fluent;

namespace Ledger.Identity.Tests;

public sealed class CertificateAttributesTests
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    // One seed: the same cases on every run.
    private static readonly Config Fixed = Config.QuickThrowOnFailure
        .WithReplay(20260301UL, 17UL)
        .WithMaxTest(300)
        .WithQuietOnSuccess(true);

    private static readonly Gen<string> Names =
        from first in Gen.Choose('a', 'z')
        from length in Gen.Choose(0, CertificateAttributes.NameLengthMax - 1)
        from rest in Gen.Choose(0, Letters.Length - 1).ArrayOf(length)
        select (char)first + string.Concat(rest.Select(index => Letters[index]));

    private static readonly Gen<string> Values =
        from length in Gen.Choose(1, CertificateAttributes.ValueBytesMax)
        from text in Gen.Choose(' ', '~').ArrayOf(length)
        select string.Concat(text.Select(code => (char)code));

    private static readonly Gen<Dictionary<string, string>> Pairs =
        from count in Gen.Choose(0, CertificateAttributes.CountMax)
        from names in Names.ArrayOf(count)
        from values in Values.ArrayOf(count)
        select names.Zip(values).DistinctBy(pair => pair.First).ToDictionary(pair => pair.First, pair => pair.Second);

    [Fact]
    public void EveryValidSetComesBackInOrdinalOrder() => Prop.ForAll(Pairs.ToArbitrary(), pairs =>
    {
        var attributes = CertificateAttributes.Create(pairs);
        var decoded = CertificateAttributes.Decode(attributes.Encode());
        var expected = pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal);
        return decoded.Equals(attributes) && decoded.SequenceEqual(expected)
            && pairs.All(pair => decoded.TryGetValue(pair.Key, out var value) && value == pair.Value);
    }).Check(Fixed);

    [Fact]
    public void OneSetHasOneEncodingWhateverTheOrderGiven() => Prop.ForAll(Pairs.ToArbitrary(), pairs =>
        CertificateAttributes.Create(pairs).Encode().AsSpan()
            .SequenceEqual(CertificateAttributes.Create(pairs.Reverse()).Encode())).Check(Fixed);

    [Fact]
    public void BytesEitherDecodeToTheirOwnEncodingOrAreRefused()
    {
        var changed =
            from pairs in Pairs
            from position in Gen.Choose(0, 1 << 20)
            from value in Gen.Choose(0, 255)
            select (Encoded: CertificateAttributes.Create(pairs).Encode(), position, (byte)value);
        Prop.ForAll(changed.ToArbitrary(), sample =>
        {
            var (encoded, position, value) = sample;
            encoded[position % encoded.Length] = value;
            try
            {
                return CertificateAttributes.Decode(encoded).Encode().AsSpan().SequenceEqual(encoded);
            }
            catch (AsnContentException)
            {
                return true;
            }
        }).Check(Fixed);
    }

    [Theory]
    [InlineData("", "x")]
    [InlineData("Role", "x")]
    [InlineData("1role", "x")]
    [InlineData("ro le", "x")]
    [InlineData("rôle", "x")]
    [InlineData("abcdefghijklmnopqrstuvwxyzabcdefg", "x")]
    [InlineData("role", "")]
    [InlineData("role", "line\nbreak")]
    [InlineData("role", "\0")]
    [InlineData("role", "é")]
    [InlineData("role", "\u202e")]
    public void BadPairsAreRefused(string name, string value) =>
        Assert.False(CertificateAttributes.TryCreate([new(name, value)], out _, out _));

    [Fact]
    public void LimitsAreExact()
    {
        Assert.True(CertificateAttributes.TryCreate([new("a", new string('v', 64))], out _, out _));
        Assert.False(CertificateAttributes.TryCreate([new("a", new string('v', 65))], out _, out _));
        Assert.True(CertificateAttributes.TryCreate(Many(32), out var most, out _));
        Assert.Equal(32, most.Count);
        Assert.False(CertificateAttributes.TryCreate(Many(33), out _, out _));
        Assert.False(CertificateAttributes.TryCreate([new("a", "1"), new("a", "2")], out _, out _));
        Assert.Throws<AsnContentException>(() => CertificateAttributes.Decode(Encode([.. Many(33)])));
    }

    [Fact]
    public void WrongOrderAndRepeatsOnTheWireAreRefused()
    {
        Assert.Equal(2, CertificateAttributes.Decode(Encode(new("a", "1"), new("b", "2"))).Count);
        Assert.Throws<AsnContentException>(() => CertificateAttributes.Decode(Encode(new("b", "2"), new("a", "1"))));
        Assert.Throws<AsnContentException>(() => CertificateAttributes.Decode(Encode(new("a", "1"), new("a", "1"))));
    }

    private static IEnumerable<KeyValuePair<string, string>> Many(int count) =>
        Enumerable.Range(0, count).Select(i => new KeyValuePair<string, string>($"n{i:00}", "v"));

    private static byte[] Encode(params KeyValuePair<string, string>[] pairs)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var (name, value) in pairs)
            {
                using (writer.PushSequence())
                {
                    writer.WriteCharacterString(UniversalTagNumber.UTF8String, name);
                    writer.WriteCharacterString(UniversalTagNumber.UTF8String, value);
                }
            }
        }

        return writer.Encode();
    }
}
