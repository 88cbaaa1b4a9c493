using Ledger.Chaincode;
using Ledger.Primitives;

namespace Ledger.Node.Tests.Admin;

/// <summary>A contract that says for how long its history is of use; in this assembly, which is its package.</summary>
[Contract("aged")]
[HistoryAge(2)]
public sealed class AgedContract
{
    /// <summary>A key of it.</summary>
    public static byte[] Key => "aged\0k\0"u8.ToArray();

    /// <summary>A key of a contract that has no age, and whose name begins in the same way.</summary>
    public static byte[] OtherKey => "aged-no\0k\0"u8.ToArray();

    /// <summary>A contract has a function at least.</summary>
    [Function]
    [AnyMember]
    public void Nothing(CallContext context) => context.Require(true, "it holds");

    /// <summary>Writes both keys with each block; with the first, the package and its binding as the runtime keeps them.</summary>
    public static IReadOnlyList<StateWrite> WriteAt(ulong height, IReadOnlyList<StateWrite> writes)
    {
        List<StateWrite> more =
        [
            .. writes, new StateWrite(Key, BitConverter.GetBytes(height), 0), new StateWrite(OtherKey, BitConverter.GetBytes(height), 0),
        ];
        if (height == 1)
        {
            var code = File.ReadAllBytes(typeof(AgedContract).Assembly.Location);
            var hash = Primitives.Digest.Of(code);
            var binding = new CanonicalWriter().U8(2).Count(1).Digest(hash).U64(1).U64(0).ToArray();
            more.Add(new StateWrite("lifecycle\0contract\0aged\0"u8.ToArray(), binding, 0));
            more.Add(new StateWrite(System.Text.Encoding.UTF8.GetBytes($"lifecycle\0code\0{hash}\0"), code, 0));
        }

        more.Sort(static (x, y) => x.Key.AsSpan().SequenceCompareTo(y.Key));
        return more;
    }
}
