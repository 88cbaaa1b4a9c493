using Ledger.Chaincode;

namespace Ledger.Contracts.Grid;

/// <summary>
/// A signed whole number of any size up to 8,192 bits, for the elimination of <see cref="DcFlow"/>: magnitude in 32-bit
/// digits, least first, without leading zeros. Immutable.
/// </summary>
public sealed class ExactInteger
{
    /// <summary>Most digits.</summary>
    public const int DigitsMax = 256;

    private readonly uint[] _digits;

    private ExactInteger(int sign, uint[] digits)
    {
        var length = digits.Length;
        while (length > 0 && digits[length - 1] == 0)
        {
            length--;
        }

        if (length > DigitsMax)
        {
            throw new ContractRejection("the network needs numbers beyond 8192 bits");
        }

        _digits = length == digits.Length ? digits : Copy(digits, length);
        Sign = length == 0 ? 0 : sign;
    }

    /// <summary>-1, 0 or 1.</summary>
    public int Sign { get; }

    /// <summary>A number of 128 bits.</summary>
    public static ExactInteger Of(Int128 value)
    {
        var magnitude = value < 0 ? (UInt128)(-(value + 1)) + 1 : (UInt128)value;
        var digits = new uint[4];
        for (var i = 0; i < 4; i++)
        {
            digits[i] = (uint)(magnitude & uint.MaxValue);
            magnitude >>= 32;
        }

        return new ExactInteger(value < 0 ? -1 : 1, digits);
    }

    /// <summary>Sum.</summary>
    public ExactInteger Add(ExactInteger other)
    {
        if (Sign * other.Sign >= 0)
        {
            return new ExactInteger(Sign == 0 ? other.Sign : Sign, AddMagnitudes(_digits, other._digits));
        }

        var order = CompareMagnitudes(_digits, other._digits);
        return order >= 0
            ? new ExactInteger(Sign, SubtractMagnitudes(_digits, other._digits))
            : new ExactInteger(other.Sign, SubtractMagnitudes(other._digits, _digits));
    }

    /// <summary>The opposite number.</summary>
    public ExactInteger Negate() => new(-Sign, _digits);

    /// <summary>Difference.</summary>
    public ExactInteger Subtract(ExactInteger other) => Add(other.Negate());

    /// <summary>Product; O(digits²).</summary>
    public ExactInteger Multiply(ExactInteger other)
    {
        var product = new uint[_digits.Length + other._digits.Length];
        for (var i = 0; i < _digits.Length; i++)
        {
            ulong carry = 0;
            for (var j = 0; j < other._digits.Length; j++)
            {
                carry += ((ulong)_digits[i] * other._digits[j]) + product[i + j];
                product[i + j] = (uint)(carry & uint.MaxValue);
                carry >>= 32;
            }

            product[i + other._digits.Length] = (uint)carry;
        }

        return new ExactInteger(Sign * other.Sign, product);
    }

    /// <summary>Quotient rounded toward zero; O(digits²).</summary>
    /// <param name="divisor">Not zero.</param>
    /// <param name="remainder">Of the dividend's sign.</param>
    public ExactInteger Divide(ExactInteger divisor, out ExactInteger remainder)
    {
        if (divisor.Sign == 0)
        {
            throw new ContractRejection("a division by zero");
        }

        if (CompareMagnitudes(_digits, divisor._digits) < 0)
        {
            remainder = this;
            return Of(0);
        }

        var quotient = LongDivision.Divide(_digits, divisor._digits, out var rest);
        remainder = new ExactInteger(Sign, rest);
        return new ExactInteger(Sign * divisor.Sign, quotient);
    }

    /// <summary>Negative, 0 or positive as this number is smaller than, equal to or greater than the other.</summary>
    public int CompareTo(ExactInteger other) => Subtract(other).Sign;

    /// <summary>Quotient rounded to the nearest whole number, halves to the even one.</summary>
    /// <exception cref="ContractRejection">It is beyond 127 bits.</exception>
    public Int128 RoundedQuotient(ExactInteger divisor)
    {
        var quotient = Divide(divisor, out var remainder).ToInt128();
        var twice = remainder.Add(remainder);
        var order = CompareMagnitudes(twice._digits, divisor._digits);
        if (order > 0 || (order == 0 && quotient % 2 != 0))
        {
            quotient += Sign * divisor.Sign;
        }

        return quotient;
    }

    private Int128 ToInt128()
    {
        if (_digits.Length > 4 || (_digits.Length == 4 && _digits[3] > int.MaxValue))
        {
            throw new ContractRejection("a flow is beyond 127 bits");
        }

        Int128 value = 0;
        for (var i = _digits.Length - 1; i >= 0; i--)
        {
            value = (value << 32) | _digits[i];
        }

        return Sign * value;
    }

    private static uint[] Copy(uint[] digits, int length)
    {
        var copy = new uint[length];
        for (var i = 0; i < length; i++)
        {
            copy[i] = digits[i];
        }

        return copy;
    }

    private static int CompareMagnitudes(uint[] left, uint[] right)
    {
        if (left.Length != right.Length)
        {
            return left.Length < right.Length ? -1 : 1;
        }

        for (var i = left.Length - 1; i >= 0; i--)
        {
            if (left[i] != right[i])
            {
                return left[i] < right[i] ? -1 : 1;
            }
        }

        return 0;
    }

    private static uint[] AddMagnitudes(uint[] left, uint[] right)
    {
        var length = (left.Length > right.Length ? left.Length : right.Length) + 1;
        var sum = new uint[length];
        ulong carry = 0;
        for (var i = 0; i < length; i++)
        {
            carry += (i < left.Length ? left[i] : 0UL) + (i < right.Length ? right[i] : 0UL);
            sum[i] = (uint)(carry & uint.MaxValue);
            carry >>= 32;
        }

        return sum;
    }

    private static uint[] SubtractMagnitudes(uint[] larger, uint[] smaller)
    {
        var difference = new uint[larger.Length];
        long borrow = 0;
        for (var i = 0; i < larger.Length; i++)
        {
            var digit = larger[i] - (i < smaller.Length ? smaller[i] : 0L) - borrow;
            borrow = digit < 0 ? 1 : 0;
            difference[i] = (uint)(digit + (borrow << 32));
        }

        return difference;
    }
}
