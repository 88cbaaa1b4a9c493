using FsCheck;
using FsCheck.Fluent;

namespace Ledger.Primitives.Tests;

/// <summary>Runs FsCheck properties; a failure prints the smallest input and the seed to replay it.</summary>
internal static class Property
{
    public static void Holds<T>(Func<T, bool> property, int runs = 300) => Check.One(Runs(runs), Prop.ForAll(property));

    public static void Holds<T>(Gen<T> generator, Func<T, bool> property, int runs = 300) =>
        Check.One(Runs(runs), Prop.ForAll(generator.ToArbitrary(), property));

    /// <summary>Byte strings whose length is up to the given one, small ones more often.</summary>
    public static Gen<byte[]> Bytes(int sizeMax) =>
        from size in Gen.OneOf(Gen.Choose(0, Math.Min(8, sizeMax)), Gen.Choose(0, sizeMax))
        from bytes in Gen.ArrayOf(Gen.Choose(0, 255).Select(b => (byte)b), size)
        select bytes;

    /// <summary>Text of one to the given number of UTF-8 bytes.</summary>
    public static Gen<string> Text(int sizeMax) =>
        from runes in Gen.ArrayOf(Gen.Elements("a", "Z", "0", "-", "/", "é", "¤", "漢", "😀"), Math.Max(1, sizeMax / 4))
        from count in Gen.Choose(1, runes.Length)
        select string.Concat(runes.Take(count));

    public static Gen<ulong> U64() => Gen.OneOf(
        Gen.Elements(0UL, 1UL, ulong.MaxValue, (ulong)long.MaxValue),
        Bytes(8).Select(b => BitConverter.ToUInt64([.. b, .. new byte[8]])));

    public static Gen<Digest> Digests() => Bytes(16).Select(b => Digest.Of(b));

    private static Config Runs(int count) => Config.QuickThrowOnFailure.WithMaxTest(count).WithQuietOnSuccess(true);
}
