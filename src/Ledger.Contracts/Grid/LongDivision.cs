namespace Ledger.Contracts.Grid;

/// <summary>
/// Division of magnitudes in 32-bit digits, least first (Knuth, The Art of Computer Programming, volume 2, 4.3.1,
/// algorithm D). Pure.
/// </summary>
internal static class LongDivision
{
    private const ulong Base = 1UL << 32;

    /// <param name="dividend">At least the divisor; no leading zeros.</param>
    /// <param name="divisor">Not empty; no leading zeros.</param>
    /// <param name="remainder">Below the divisor; may have leading zeros.</param>
    public static uint[] Divide(uint[] dividend, uint[] divisor, out uint[] remainder)
    {
        // Both are shifted until the divisor's leading bit is set, so that guesses are off by two at most.
        var shift = 0;
        while ((divisor[divisor.Length - 1] << shift) < 0x8000_0000)
        {
            shift++;
        }

        var rest = ShiftLeft(dividend, shift, dividend.Length + 1);
        var parts = ShiftLeft(divisor, shift, divisor.Length);
        var quotient = new uint[dividend.Length - divisor.Length + 1];
        for (var i = quotient.Length - 1; i >= 0; i--)
        {
            var guess = Guess(rest, parts, i);
            if (SubtractProduct(rest, parts, i, guess))
            {
                guess--;
                AddBack(rest, parts, i);
            }

            quotient[i] = (uint)guess;
        }

        remainder = ShiftRight(rest, shift, divisor.Length);
        return quotient;
    }

    private static ulong Guess(uint[] rest, uint[] parts, int place)
    {
        var count = parts.Length;
        var head = ((ulong)rest[place + count] << 32) | rest[place + count - 1];
        var guess = head / parts[count - 1];
        var left = head % parts[count - 1];
        while (guess >= Base
            || (count > 1 && guess * parts[count - 2] > ((left << 32) | rest[place + count - 2])))
        {
            guess--;
            left += parts[count - 1];
            if (left >= Base)
            {
                break;
            }
        }

        return guess;
    }

    /// <summary>Whether the product was too large.</summary>
    private static bool SubtractProduct(uint[] rest, uint[] parts, int place, ulong guess)
    {
        ulong carry = 0;
        long borrow = 0;
        for (var j = 0; j <= parts.Length; j++)
        {
            carry += j < parts.Length ? guess * parts[j] : 0;
            var digit = rest[place + j] - (long)(carry & uint.MaxValue) - borrow;
            borrow = digit < 0 ? 1 : 0;
            rest[place + j] = (uint)(digit + (borrow << 32));
            carry >>= 32;
        }

        return borrow != 0;
    }

    private static void AddBack(uint[] rest, uint[] parts, int place)
    {
        ulong carry = 0;
        for (var j = 0; j <= parts.Length; j++)
        {
            carry += rest[place + j] + (j < parts.Length ? parts[j] : 0UL);
            rest[place + j] = (uint)(carry & uint.MaxValue);
            carry >>= 32;
        }
    }

    private static uint[] ShiftLeft(uint[] digits, int shift, int length)
    {
        var shifted = new uint[length];
        ulong carry = 0;
        for (var i = 0; i < length; i++)
        {
            carry |= (i < digits.Length ? (ulong)digits[i] : 0) << shift;
            shifted[i] = (uint)(carry & uint.MaxValue);
            carry >>= 32;
        }

        return shifted;
    }

    private static uint[] ShiftRight(uint[] digits, int shift, int length)
    {
        var shifted = new uint[length];
        for (var i = 0; i < length; i++)
        {
            var high = i + 1 < digits.Length ? (ulong)digits[i + 1] : 0;
            shifted[i] = (uint)((((high << 32) | digits[i]) >> shift) & uint.MaxValue);
        }

        return shifted;
    }
}
