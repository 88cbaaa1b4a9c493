using System.Numerics;
using System.Security.Cryptography;

namespace Ledger.Identity.Tests;

public sealed class Ed25519Tests
{
    // The order of the base point, RFC 8032 §5.1.
    private static readonly BigInteger GroupOrder =
        BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493");

    // RFC 8032 §7.1: tests 1, 2, 3 and SHA(abc). Seed, public key, message, signature.
    public static TheoryData<string, string, string, string> Vectors => new()
    {
        {
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155" +
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        },
        {
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da" +
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        },
        {
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac" +
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        },
        {
            "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
            "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a" +
            "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
            "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589" +
            "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"
        },
    };

    // The points whose order divides 8, with the encodings of them that are not canonical.
    public static TheoryData<string> SmallOrderKeys => new()
    {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void SignsAndVerifiesTheVectorsOfRfc8032(string seed, string publicKey, string message, string signature)
    {
        using var key = Ed25519KeyPair.FromSeed(Convert.FromHexString(seed));
        var signed = new byte[Ed25519.SignatureSize];
        key.Sign(Convert.FromHexString(message), signed);

        Assert.Equal(publicKey, Convert.ToHexStringLower(key.PublicKey.Span));
        Assert.Equal(signature, Convert.ToHexStringLower(signed));
        Assert.True(Ed25519.Instance.Verify(key.PublicKey.Span, Convert.FromHexString(message), signed));
    }

    [Fact]
    public void RefusesEveryFlippedBit()
    {
        using var key = Ed25519KeyPair.FromSeed(new byte[32]);
        byte[] message = [1, 2, 3];
        var signature = new byte[Ed25519.SignatureSize];
        key.Sign(message, signature);
        for (var bit = 0; bit < 8 * signature.Length; bit++)
        {
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Ed25519.Instance.Verify(key.PublicKey.Span, message, signature));
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.True(Ed25519.Instance.Verify(key.PublicKey.Span, message, signature));
        Assert.False(Ed25519.Instance.Verify(key.PublicKey.Span, [1, 2, 4], signature));
    }

    [Fact]
    public void RefusesAnSThatIsNotReduced()
    {
        using var key = Ed25519KeyPair.FromSeed(new byte[32]);
        byte[] message = [7];
        var signature = new byte[Ed25519.SignatureSize];
        key.Sign(message, signature);

        // S + L satisfies the curve equation just as S does; only the range check can refuse it.
        WriteScalar(new BigInteger(signature.AsSpan(32), isUnsigned: true) + GroupOrder, signature.AsSpan(32));

        Assert.False(Ed25519.Instance.Verify(key.PublicKey.Span, message, signature));
    }

    [Fact]
    public void RefusesAForgeryUnderTheNeutralKeyThatSatisfiesTheEquation()
    {
        // With the neutral point as public key, [S]B = R + [k]A holds for every message when R = [S]B.
        var seed = new byte[32];
        using var key = Ed25519KeyPair.FromSeed(seed);
        var scalar = SHA512.HashData(seed)[..32];
        scalar[0] &= 248;
        scalar[31] = (byte)((scalar[31] & 127) | 64);
        var forged = new byte[Ed25519.SignatureSize];
        key.PublicKey.Span.CopyTo(forged);
        WriteScalar(new BigInteger(scalar, isUnsigned: true) % GroupOrder, forged.AsSpan(32));
        var neutral = new byte[32];
        neutral[0] = 1;

        Assert.False(Ed25519.Instance.Verify(neutral, [1], forged));
        Assert.False(Ed25519.Instance.Verify(neutral, [2], forged));
    }

    [Theory]
    [MemberData(nameof(SmallOrderKeys))]
    public void RefusesSmallOrderKeysAndCommitments(string point)
    {
        var small = Convert.FromHexString(point);

        // R small, S zero, and the key small: valid for about one message in eight where the points are not refused.
        var signature = new byte[Ed25519.SignatureSize];
        small.CopyTo(signature, 0);
        for (byte message = 0; message < 64; message++)
        {
            Assert.False(Ed25519.Instance.Verify(small, [message], signature));
        }
    }

    [Theory]
    [InlineData(31, 64)]
    [InlineData(33, 64)]
    [InlineData(32, 63)]
    [InlineData(32, 65)]
    [InlineData(0, 0)]
    public void RefusesWrongLengths(int publicKeyLength, int signatureLength) =>
        Assert.False(Ed25519.Instance.Verify(new byte[publicKeyLength], [], new byte[signatureLength]));

    [Fact]
    public void VerifyAndSignAllocateNothing()
    {
        using var key = Ed25519KeyPair.FromSeed(new byte[32]);
        var message = new byte[100];
        var signature = new byte[Ed25519.SignatureSize];
        key.Sign(message, signature);
        Assert.True(Ed25519.Instance.Verify(key.PublicKey.Span, message, signature));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            key.Sign(message, signature);
            Ed25519.Instance.Verify(key.PublicKey.Span, message, signature);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void ADisposedKeyDoesNotSign()
    {
        var key = Ed25519KeyPair.Generate();
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => key.Sign([1], new byte[Ed25519.SignatureSize]));
        Assert.Throws<ObjectDisposedException>(() => key.ExportSeed(new byte[Ed25519.SeedSize]));
    }

    [Fact]
    public void SeedsComeBackAndWrongLengthsThrow()
    {
        var seed = RandomNumberGenerator.GetBytes(Ed25519.SeedSize);
        using var key = Ed25519KeyPair.FromSeed(seed);
        var exported = new byte[Ed25519.SeedSize];
        key.ExportSeed(exported);

        Assert.Equal(seed, exported);
        Assert.Throws<ArgumentException>(() => Ed25519KeyPair.FromSeed(new byte[31]));
        Assert.Throws<ArgumentException>(() => key.Sign([], new byte[63]));
        Assert.Throws<ArgumentException>(() => key.ExportSeed(new byte[33]));
    }

    private static void WriteScalar(BigInteger value, Span<byte> destination)
    {
        destination.Clear();
        Assert.True(value.TryWriteBytes(destination, out _, isUnsigned: true));
    }
}
