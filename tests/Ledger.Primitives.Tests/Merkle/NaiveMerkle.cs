using System.Security.Cryptography;

namespace Ledger.Primitives.Tests;

/// <summary>RFC 6962 §2.1 as the document words it, on plain arrays and with no regard for speed.</summary>
internal static class NaiveMerkle
{
    public static Digest Root(byte[][] data) => new(Hash(data));

    /// <summary>PATH(m, D[n]) of §2.1.1.</summary>
    public static List<Digest> Path(int index, byte[][] data)
    {
        if (data.Length == 1)
        {
            return [];
        }

        var k = LargestPowerOfTwoBelow(data.Length);
        return index < k
            ? [.. Path(index, data[..k]), Root(data[k..])]
            : [.. Path(index - k, data[k..]), Root(data[..k])];
    }

    private static byte[] Hash(byte[][] data)
    {
        switch (data.Length)
        {
            case 0:
                return SHA256.HashData([]);
            case 1:
                return SHA256.HashData([0, .. data[0]]);
            default:
                var k = LargestPowerOfTwoBelow(data.Length);
                return SHA256.HashData([1, .. Hash(data[..k]), .. Hash(data[k..])]);
        }
    }

    private static int LargestPowerOfTwoBelow(int count)
    {
        var power = 1;
        while (2 * power < count)
        {
            power *= 2;
        }

        return power;
    }
}
