namespace Ledger.Chaincode;

/// <summary>An amount of money in nano-currency (10^-9 ¤). Arithmetic is checked: what does not fit into 64 bits throws.</summary>
/// <param name="Nano">n¤; negative means owed.</param>
public readonly record struct Money(long Nano) : IComparable<Money>
{
    /// <summary>None.</summary>
    public static Money Zero => default;

    /// <summary>Sum.</summary>
    public static Money operator +(Money left, Money right) => new(left.Nano + right.Nano);

    /// <summary>Difference.</summary>
    public static Money operator -(Money left, Money right) => new(left.Nano - right.Nano);

    /// <summary>The opposite amount.</summary>
    public static Money operator -(Money value) => new(-value.Nano);

    /// <summary>So many times the amount.</summary>
    public static Money operator *(Money value, long factor) => new(value.Nano * factor);

    /// <summary>Whether left is less.</summary>
    public static bool operator <(Money left, Money right) => left.Nano < right.Nano;

    /// <summary>Whether left is more.</summary>
    public static bool operator >(Money left, Money right) => left.Nano > right.Nano;

    /// <summary>Whether left is not more.</summary>
    public static bool operator <=(Money left, Money right) => left.Nano <= right.Nano;

    /// <summary>Whether left is not less.</summary>
    public static bool operator >=(Money left, Money right) => left.Nano >= right.Nano;

    /// <summary>The smaller one.</summary>
    public static Money Min(Money left, Money right) => left <= right ? left : right;

    /// <summary>The larger one.</summary>
    public static Money Max(Money left, Money right) => left >= right ? left : right;

    /// <summary>The amount divided, rounded towards minus infinity to whole n¤.</summary>
    /// <exception cref="DivideByZeroException">The divisor is zero.</exception>
    public Money Divide(long divisor) => new(IntegerMath.FloorDivide(Nano, divisor));

    /// <summary>
    /// The amount shared out by weight, exactly, as <see cref="Sharing.ByWeight"/> does.
    /// </summary>
    public Money[] Share(long[] weights)
    {
        var parts = Sharing.ByWeight(Nano, weights);
        var shares = new Money[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            shares[i] = new Money(parts[i]);
        }

        return shares;
    }

    /// <summary>Negative, zero or positive as this is less, equal or more.</summary>
    public int CompareTo(Money other) => Nano.CompareTo(other.Nano);
}
