using System.Globalization;
using System.Numerics;
using Ledger.Chaincode.Metering;

namespace Ledger.Chaincode;

/// <summary>
/// A signed whole number of at most <see cref="BitsMax"/> bits, exact, for sums of products that outgrow <see cref="Int128"/>.
/// An operation costs by the size of its operands and throws <see cref="OverflowException"/> when the result is larger.
/// Immutable; the default is zero.
/// </summary>
public readonly struct WideInteger : IComparable<WideInteger>, IEquatable<WideInteger>
{
    /// <summary>Most bits of the magnitude.</summary>
    public const int BitsMax = 4096;

    private const int BytesMax = (BitsMax / 8) + 1;

    // Null is zero. A reference, so that the struct's layout in contracts is known without knowing that of BigInteger.
    private readonly Number? _number;

    private WideInteger(BigInteger value)
    {
        _number = new Number(value);
    }

    /// <summary>Zero.</summary>
    public static WideInteger Zero => default;

    /// <summary>One.</summary>
    public static WideInteger One => new(BigInteger.One);

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => Value.Sign;

    /// <summary>The magnitude.</summary>
    public WideInteger Abs => Sign < 0 ? -this : this;

    /// <summary>The number as a wide one.</summary>
    public static implicit operator WideInteger(long value) => new(value);

    /// <summary>The number as a wide one.</summary>
    public static implicit operator WideInteger(Int128 value) => new((BigInteger)value);

    /// <summary>Sum.</summary>
    /// <exception cref="OverflowException">It has more than <see cref="BitsMax"/> bits.</exception>
    public static WideInteger operator +(WideInteger left, WideInteger right)
    {
        Charge(left.Words + right.Words, left.Words + right.Words);
        return Bounded(left.Value + right.Value);
    }

    /// <summary>Difference.</summary>
    /// <exception cref="OverflowException">It has more than <see cref="BitsMax"/> bits.</exception>
    public static WideInteger operator -(WideInteger left, WideInteger right)
    {
        Charge(left.Words + right.Words, left.Words + right.Words);
        return Bounded(left.Value - right.Value);
    }

    /// <summary>The opposite number.</summary>
    public static WideInteger operator -(WideInteger value) => new(-value.Value);

    /// <summary>Product.</summary>
    /// <exception cref="OverflowException">It has more than <see cref="BitsMax"/> bits.</exception>
    public static WideInteger operator *(WideInteger left, WideInteger right)
    {
        Charge((long)left.Words * right.Words, left.Words + right.Words);
        return Bounded(left.Value * right.Value);
    }

    /// <summary>Quotient, rounded towards minus infinity.</summary>
    /// <exception cref="DivideByZeroException">The divisor is zero.</exception>
    public static WideInteger operator /(WideInteger dividend, WideInteger divisor) => FloorDivide(dividend, divisor);

    /// <summary>Whether both are the same number.</summary>
    public static bool operator ==(WideInteger left, WideInteger right) => left.Equals(right);

    /// <summary>Whether they are different numbers.</summary>
    public static bool operator !=(WideInteger left, WideInteger right) => !left.Equals(right);

    /// <summary>Whether left is the smaller one.</summary>
    public static bool operator <(WideInteger left, WideInteger right) => left.CompareTo(right) < 0;

    /// <summary>Whether left is the larger one.</summary>
    public static bool operator >(WideInteger left, WideInteger right) => left.CompareTo(right) > 0;

    /// <summary>Whether left is not the larger one.</summary>
    public static bool operator <=(WideInteger left, WideInteger right) => left.CompareTo(right) <= 0;

    /// <summary>Whether left is not the smaller one.</summary>
    public static bool operator >=(WideInteger left, WideInteger right) => left.CompareTo(right) >= 0;

    /// <summary>The quotient, rounded towards minus infinity.</summary>
    /// <exception cref="DivideByZeroException">The divisor is zero.</exception>
    public static WideInteger FloorDivide(WideInteger dividend, WideInteger divisor)
    {
        // Long division subtracts the divisor once for each word of the quotient; a few steps more than multiplying.
        Charge(4L * (dividend.Words + 1) * divisor.Words, 2 * (dividend.Words + divisor.Words));
        var quotient = BigInteger.DivRem(dividend.Value, divisor.Value, out var remainder);
        return Bounded(remainder.Sign != 0 && remainder.Sign != divisor.Sign ? quotient - 1 : quotient);
    }

    /// <summary>What <see cref="FloorDivide"/> leaves; it has the sign of the divisor.</summary>
    /// <exception cref="DivideByZeroException">The divisor is zero.</exception>
    public static WideInteger FloorRemainder(WideInteger dividend, WideInteger divisor) =>
        dividend - (FloorDivide(dividend, divisor) * divisor);

    /// <summary>The largest whole number whose square is not above the value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public static WideInteger SquareRoot(WideInteger value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value.Sign);
        if (value.Sign == 0)
        {
            return Zero;
        }

        // Newton's method from above: the first guess has half the bits, rounded up, so that every step falls.
        var guess = new WideInteger(BigInteger.One << (int)((value.Value.GetBitLength() + 1) / 2));
        while (true)
        {
            var next = FloorDivide(guess + FloorDivide(value, guess), 2);
            if (next >= guess)
            {
                return guess;
            }

            guess = next;
        }
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="ContractRejection">The bytes are not the shortest form of a number within the bound.</exception>
    public static WideInteger FromBytes(byte[] bytes)
    {
        if (bytes.Length is 0 or > BytesMax)
        {
            throw new ContractRejection("malformed wide number");
        }

        Charge(bytes.Length, (bytes.Length / 4) + 1);
        var value = new BigInteger(bytes);
        return value.GetByteCount() == bytes.Length && value.GetBitLength() <= BitsMax
            ? new WideInteger(value)
            : throw new ContractRejection("malformed wide number");
    }

    /// <summary>Two's complement, little-endian, as few bytes as hold the number and its sign (one for zero).</summary>
    public byte[] ToBytes()
    {
        Charge(Words, Words);
        return Value.ToByteArray();
    }

    /// <summary>The number in 64 bits.</summary>
    /// <exception cref="OverflowException">It does not fit.</exception>
    public long ToLong() => (long)Value;

    /// <summary>The number in 128 bits.</summary>
    /// <exception cref="OverflowException">It does not fit.</exception>
    public Int128 ToInt128() => (Int128)Value;

    /// <summary>Negative, zero or positive as this number is smaller, equal or larger.</summary>
    public int CompareTo(WideInteger other)
    {
        Meter.Charge(10 + Math.Min(Words, other.Words));
        return Value.CompareTo(other.Value);
    }

    /// <summary>Whether both are the same number.</summary>
    public bool Equals(WideInteger other) => CompareTo(other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is WideInteger other && Equals(other);

    /// <summary>Equal for equal numbers; contracts cannot call it, since hashes differ between processes.</summary>
    public override int GetHashCode() => Value.GetHashCode();

    /// <summary>The number in decimal digits, with a minus sign where it is negative.</summary>
    public override string ToString()
    {
        Charge(4L * Words * Words, 10 * Words);
        return Value.ToString(CultureInfo.InvariantCulture);
    }

    private BigInteger Value => _number?.Value ?? BigInteger.Zero;

    // Words of 32 bits; what an operation costs is counted in them.
    private int Words => (int)((Value.GetBitLength() + 32) / 32);

    private static void Charge(long steps, int words)
    {
        Meter.Charge(30 + (2 * steps));
        Meter.Allocate(64 + (4L * words));
    }

    private static WideInteger Bounded(BigInteger value) => value.GetBitLength() <= BitsMax
        ? new WideInteger(value)
        : throw new OverflowException($"a wide number has at most {BitsMax} bits");

    private sealed class Number(BigInteger value)
    {
        public BigInteger Value { get; } = value;
    }
}
