using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Ledger.Chaincode.Metering;

namespace Ledger.Chaincode.Tests;

public sealed class WideIntegerTests
{
    [Fact]
    public void ComputesAsExactIntegersDo() => Prop.ForAll<long, long, long>((a, b, c) =>
    {
        WideInteger x = a, y = b, z = c;
        var (u, v, w) = ((BigInteger)a, (BigInteger)b, (BigInteger)c);
        var product = x * y * y + z;
        var expected = (u * v * v) + w;
        return product.ToString() == expected.ToString(System.Globalization.CultureInfo.InvariantCulture) &&
            (c == 0 || Floor(expected, w).ToString(System.Globalization.CultureInfo.InvariantCulture) == (product / z).ToString()) &&
            WideInteger.FromBytes(product.ToBytes()) == product &&
            product.CompareTo(x) == expected.CompareTo(u) && (product - product).Sign == 0;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void DivisionRoundsTowardsMinusInfinity()
    {
        Assert.Equal(-4, (WideInteger.FloorDivide(-7, 2)).ToLong());
        Assert.Equal(-1, WideInteger.FloorRemainder(7, -2).ToLong());
        Assert.Throws<DivideByZeroException>(() => WideInteger.One / 0);
    }

    [Fact]
    public void HasRootsOfAnySize()
    {
        var number = Power(10, 301);
        var root = WideInteger.SquareRoot(number);
        Assert.True(root * root <= number && (root + 1) * (root + 1) > number);
        Assert.Equal(12345L, WideInteger.SquareRoot((WideInteger)12345 * 12345).ToLong());
        Assert.Equal(0, WideInteger.SquareRoot(0).Sign);
        Assert.Equal(1, WideInteger.SquareRoot(3).ToLong());
    }

    [Fact]
    public void EndsAtItsBoundAndNotBefore()
    {
        var largest = Power(2, WideInteger.BitsMax - 1) + (Power(2, WideInteger.BitsMax - 1) - 1);
        Assert.Throws<OverflowException>(() => largest + 1);
        Assert.Throws<OverflowException>(() => largest * 2);
        Assert.Throws<OverflowException>(() => largest.ToLong());
        Assert.Throws<OverflowException>(() => largest.ToInt128());
        Assert.Equal(largest, WideInteger.FromBytes(largest.ToBytes()));
        Assert.Equal(-largest, WideInteger.FromBytes((-largest).ToBytes()));
    }

    [Fact]
    public void OnlyTheShortestFormIsRead()
    {
        Assert.Throws<ContractRejection>(() => WideInteger.FromBytes([5, 0]));
        Assert.Throws<ContractRejection>(() => WideInteger.FromBytes([]));
        Assert.Throws<ContractRejection>(() => WideInteger.FromBytes(new byte[600]));
    }

    [Fact]
    public void AProductCostsByTheSizeOfBoth()
    {
        var small = GasOf(() => _ = (WideInteger)3 * 5);
        var number = Power(2, 2000);
        var large = GasOf(() => _ = number * number);
        Assert.InRange(small, 1, 200);
        Assert.InRange(large, 50 * small, 10_000);
    }

    private static long GasOf(Action action)
    {
        var meter = new Meter();
        var before = meter.Attach();
        meter.Begin(1_000_000, 1_000_000, 1_000_000);
        action();
        before.Attach();
        return meter.GasUsed;
    }

    private static WideInteger Power(long value, int exponent)
    {
        var power = WideInteger.One;
        for (var i = 0; i < exponent; i++)
        {
            power *= value;
        }

        return power;
    }

    private static BigInteger Floor(BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(dividend, divisor, out var remainder);
        return remainder.Sign * divisor.Sign < 0 ? quotient - 1 : quotient;
    }
}
