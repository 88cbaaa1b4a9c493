using Ledger.Chaincode.Metering;

namespace Ledger.Chaincode;

/// <summary>
/// Whole-number arithmetic by the ledger's one rounding rule: towards minus infinity, so that <c>-1 / 2</c> is -1 and a
/// remainder has the sign of the divisor. Pure; results that do not fit throw.
/// </summary>
public static class IntegerMath
{
    /// <summary>The quotient, rounded towards minus infinity.</summary>
    /// <exception cref="DivideByZeroException">The divisor is zero.</exception>
    /// <exception cref="OverflowException">The smallest number is divided by -1.</exception>
    public static long FloorDivide(long dividend, long divisor)
    {
        var quotient = dividend / divisor;
        return dividend % divisor != 0 && (dividend < 0) != (divisor < 0) ? quotient - 1 : quotient;
    }

    /// <summary>The quotient, rounded towards minus infinity.</summary>
    /// <exception cref="DivideByZeroException">The divisor is zero.</exception>
    /// <exception cref="OverflowException">The smallest number is divided by -1.</exception>
    public static Int128 FloorDivide(Int128 dividend, Int128 divisor)
    {
        Meter.Charge(60);
        var quotient = dividend / divisor;
        var remainder = dividend - (quotient * divisor);
        return remainder != 0 && (dividend < 0) != (divisor < 0) ? quotient - 1 : quotient;
    }

    /// <summary>What <see cref="FloorDivide(long, long)"/> leaves: <c>dividend - quotient * divisor</c>.</summary>
    /// <exception cref="DivideByZeroException">The divisor is zero.</exception>
    public static long FloorRemainder(long dividend, long divisor)
    {
        // The runtime refuses to take the smallest number by -1, though nothing remains.
        if (divisor == -1)
        {
            return 0;
        }

        var remainder = dividend % divisor;
        return remainder != 0 && (remainder < 0) != (divisor < 0) ? remainder + divisor : remainder;
    }

    /// <summary><c>left * right / divisor</c> with an exact product, rounded towards minus infinity.</summary>
    /// <exception cref="DivideByZeroException">The divisor is zero.</exception>
    /// <exception cref="OverflowException">The result is outside 64 bits.</exception>
    public static long MultiplyDivide(long left, long right, long divisor) =>
        checked((long)FloorDivide((Int128)left * right, divisor));

    /// <summary>The largest whole number whose square is not above the value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public static long SquareRoot(long value) => (long)SquareRoot((Int128)value);

    /// <summary>The largest whole number whose square is not above the value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public static Int128 SquareRoot(Int128 value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        Meter.Charge(700);

        // One binary digit of the root after another, from the highest.
        var (root, rest, bit) = ((UInt128)0, (UInt128)value, UInt128.One << 126);
        while (bit > rest)
        {
            bit >>= 2;
        }

        for (; bit != 0; bit >>= 2)
        {
            if (rest >= root + bit)
            {
                rest -= root + bit;
                root = (root >> 1) + bit;
            }
            else
            {
                root >>= 1;
            }
        }

        return (Int128)root;
    }
}
