using Ledger.Node.Consensus;
using Ledger.Primitives;

namespace Ledger.Node.Tests;

public sealed class VerifiedTransactionsTests
{
    [Fact]
    public void The_last_generation_is_remembered_and_memory_is_bounded()
    {
        var verified = new VerifiedTransactions();
        var count = (2 * NodeLimits.VerifiedTransactionsMax) + 1;
        for (var i = 0; i < count; i++)
        {
            verified.Add(Of(i));
        }

        Assert.True(verified.Contains(Of(count - 1)));
        Assert.True(verified.Contains(Of(count - NodeLimits.VerifiedTransactionsMax)));
        Assert.False(verified.Contains(Of(0)));
    }

    private static Digest Of(int i) => Digest.Of(BitConverter.GetBytes(i));
}
