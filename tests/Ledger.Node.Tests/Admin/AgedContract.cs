using System.Text;
using Ledger.Primitives;

namespace Ledger.Node.Tests.Admin;

/// <summary>A contract in force that says that its history is of use for two days, as it stands in the state.</summary>
internal static class AgedContract
{
    private const byte BindingVersion = 2;
    private const byte RecordVersion = 3;
    private const uint Days = 2;

    /// <summary>A key of it.</summary>
    public static byte[] Key => "aged\0k\0"u8.ToArray();

    /// <summary>A key of a contract that has no age, and whose name begins in the same way.</summary>
    public static byte[] OtherKey => "aged-no\0k\0"u8.ToArray();

    /// <summary>Writes both keys with each block; with the first, the package and its binding as the runtime keeps them.</summary>
    public static IReadOnlyList<StateWrite> WriteAt(ulong height, IReadOnlyList<StateWrite> writes)
    {
        List<StateWrite> more =
        [
            .. writes, new StateWrite(Key, BitConverter.GetBytes(height), 0), new StateWrite(OtherKey, BitConverter.GetBytes(height), 0),
        ];
        if (height == 1)
        {
            var package = Digest.Of("package"u8);
            var binding = new CanonicalWriter().U8(BindingVersion).Count(1).Digest(package).U64(1).U64(0).ToArray();
            more.Add(new StateWrite("lifecycle\0contract\0aged\0"u8.ToArray(), binding, 0));
            more.Add(new StateWrite(Encoding.UTF8.GetBytes($"lifecycle\0package\0{package}\0"), Record(package), 0));
        }

        more.Sort(static (x, y) => x.Key.AsSpan().SequenceCompareTo(y.Key));
        return more;
    }

    private static byte[] Record(Digest package)
    {
        var manifest = new CanonicalWriter().Text("aged").U32(Days).Count(0).ToArray();
        return new CanonicalWriter().U8(RecordVersion).Digest(package).Digest(Digest.Zero).Text("aged").U32(1)
            .Text("cell1/admin").U64(0).U64(0).Bool(false).Bool(true).U64(0).U64(1).Count(0)
            .Count(1).Bytes(manifest).ToArray();
    }
}
