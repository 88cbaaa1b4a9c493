using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace Ledger.Chaincode.Tests;

public sealed class IntegerMathTests
{
    [Theory]
    [InlineData(7, 2, 3, 1)]
    [InlineData(-7, 2, -4, 1)]
    [InlineData(7, -2, -4, -1)]
    [InlineData(-7, -2, 3, -1)]
    [InlineData(-6, 2, -3, 0)]
    [InlineData(0, -5, 0, 0)]
    [InlineData(long.MinValue, 1, long.MinValue, 0)]
    public void DivisionRoundsTowardsMinusInfinity(long dividend, long divisor, long quotient, long remainder)
    {
        Assert.Equal(quotient, IntegerMath.FloorDivide(dividend, divisor));
        Assert.Equal((Int128)quotient, IntegerMath.FloorDivide((Int128)dividend, divisor));
        Assert.Equal(remainder, IntegerMath.FloorRemainder(dividend, divisor));
    }

    [Fact]
    public void WhatDoesNotFitThrows()
    {
        Assert.Throws<OverflowException>(() => IntegerMath.FloorDivide(long.MinValue, -1));
        Assert.Throws<DivideByZeroException>(() => IntegerMath.FloorDivide(1, 0));
        Assert.Throws<OverflowException>(() => IntegerMath.MultiplyDivide(long.MaxValue, 3, 2));
        Assert.Equal(0, IntegerMath.FloorRemainder(long.MinValue, -1));
        Assert.Equal(long.MaxValue, IntegerMath.MultiplyDivide(long.MaxValue, long.MaxValue, long.MaxValue));
    }

    [Fact]
    public void ARootIsTheLargestWhoseSquareIsNotAbove() => Prop.ForAll<long, long>((a, b) =>
    {
        var value = Int128.Abs((Int128)a * b);
        var root = (BigInteger)IntegerMath.SquareRoot(value);
        return root * root <= (BigInteger)value && (root + 1) * (root + 1) > (BigInteger)value;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    [InlineData(long.MaxValue, 3037000499)]
    public void RootsAtTheEdges(long value, long root)
    {
        Assert.Equal(root, IntegerMath.SquareRoot(value));
        Assert.Throws<ArgumentOutOfRangeException>(() => IntegerMath.SquareRoot(-1L));
    }
}
