using FsCheck;
using FsCheck.Fluent;

namespace Ledger.Chaincode.Tests;

public sealed class UnitTests
{
    [Fact]
    public void EnergyTimesPriceIsMoneyExactly()
    {
        Assert.Equal(new Money(2_500_000), new Energy(10) * new Price(250_000));
        Assert.Equal(new Money(-2_500_000), new Price(-250_000) * new Energy(10));
        Assert.Throws<OverflowException>(() => new Energy(long.MaxValue) * new Price(2));
    }

    [Fact]
    public void SumsAreChecked()
    {
        Assert.Throws<OverflowException>(() => new Money(long.MaxValue) + new Money(1));
        Assert.Throws<OverflowException>(() => new Energy(long.MinValue) - new Energy(1));
        Assert.Throws<OverflowException>(() => -new Money(long.MinValue));
        Assert.Throws<OverflowException>(() => new Price(long.MaxValue) + new Price(1));
        Assert.Throws<OverflowException>(() => new Energy(long.MaxValue) * 2);
    }

    [Fact]
    public void DivisionRoundsTowardsMinusInfinity()
    {
        Assert.Equal(new Money(-4), new Money(-7).Divide(2));
        Assert.Equal(new Energy(3), new Energy(7).Divide(2));
        Assert.Equal(new Price(-3), Price.Midpoint(new Price(-2), new Price(-3)));
        Assert.Equal(new Price(-334), new Price(-1000).Scale(1, 3));
        Assert.Equal(new Price(250_000), Price.Of(new Money(2_500_001), new Energy(10)));
    }

    [Fact]
    public void AmountsHaveAnOrder()
    {
        Assert.True(new Money(1) < new Money(2) && new Money(2) >= new Money(2) && new Money(3) > new Money(-3));
        Assert.Equal(new Price(1), Price.Min(new Price(1), new Price(2)));
        Assert.Equal(new Energy(2), Energy.Max(new Energy(1), new Energy(2)));
        Assert.True(new Slot(900) <= new Slot(900));
    }

    [Fact]
    public void SlotsLieOnAGrid()
    {
        var slot = Slot.At(1_704_067_200_000 + 899_999);
        Assert.Equal(new Slot(1_704_067_200), slot);
        Assert.True(slot.IsAligned && slot.Next.IsAligned);
        Assert.Equal(slot, slot.Next.Previous);
        Assert.Equal(slot.Plus(4), new Slot(1_704_067_200 + 3600));
        Assert.Equal(slot.EndUnixSeconds, slot.Next.StartUnixSeconds);
    }

    [Fact]
    public void SharesAddUpAndAreWithinOneUnitOfExact() => Prop.ForAll<long, long[]>((total, numbers) =>
    {
        var weights = numbers.Select(n => Math.Abs(n % 1_000_000)).ToArray();
        if (weights.Sum() == 0)
        {
            return true;
        }

        var sum = (Int128)weights.Sum();
        var shares = Sharing.ByWeight(total, weights);
        return shares.Aggregate((Int128)0, (s, x) => s + x) == total && Enumerable.Range(0, weights.Length).All(i =>
            Int128.Abs(((Int128)shares[i] * sum) - ((Int128)total * weights[i])) < sum);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void LeftoversGoToTheLargestRemaindersAndOfEqualOnesToTheEarlier()
    {
        Assert.Equal([4, 3, 3], Sharing.ByWeight(10, [1, 1, 1]));
        Assert.Equal([1, 1, 1], Sharing.ByWeight(3, [1, 2, 3]));
        Assert.Equal([-3, -4], Sharing.ByWeight(-7, [1, 1]));
        Assert.Equal([new Money(5), new Money(0)], new Money(5).Share([7, 0]));
        Assert.Throws<ContractRejection>(() => Sharing.ByWeight(1, []));
        Assert.Throws<ContractRejection>(() => Sharing.ByWeight(1, [1, -1]));
    }
}
