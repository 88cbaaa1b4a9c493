namespace Ledger.Chaincode;

/// <summary>An amount of energy in watt-hours. Arithmetic is checked: what does not fit into 64 bits throws.</summary>
/// <param name="WattHours">Wh; negative means the other direction.</param>
public readonly record struct Energy(long WattHours) : IComparable<Energy>
{
    /// <summary>None.</summary>
    public static Energy Zero => default;

    /// <summary>The amount of money for this energy: 1 Wh at 1 µ¤/kWh is exactly 1 n¤, so nothing is rounded.</summary>
    /// <exception cref="OverflowException">Outside 64 bits.</exception>
    public static Money operator *(Energy energy, Price price) =>
        new((long)((Int128)energy.WattHours * price.MicroPerKilowattHour));

    /// <summary>Sum.</summary>
    public static Energy operator +(Energy left, Energy right) => new(left.WattHours + right.WattHours);

    /// <summary>Difference.</summary>
    public static Energy operator -(Energy left, Energy right) => new(left.WattHours - right.WattHours);

    /// <summary>The other direction.</summary>
    public static Energy operator -(Energy value) => new(-value.WattHours);

    /// <summary>So many times the amount.</summary>
    public static Energy operator *(Energy value, long factor) => new(value.WattHours * factor);

    /// <summary>Whether left is less.</summary>
    public static bool operator <(Energy left, Energy right) => left.WattHours < right.WattHours;

    /// <summary>Whether left is more.</summary>
    public static bool operator >(Energy left, Energy right) => left.WattHours > right.WattHours;

    /// <summary>Whether left is not more.</summary>
    public static bool operator <=(Energy left, Energy right) => left.WattHours <= right.WattHours;

    /// <summary>Whether left is not less.</summary>
    public static bool operator >=(Energy left, Energy right) => left.WattHours >= right.WattHours;

    /// <summary>The smaller one.</summary>
    public static Energy Min(Energy left, Energy right) => left <= right ? left : right;

    /// <summary>The larger one.</summary>
    public static Energy Max(Energy left, Energy right) => left >= right ? left : right;

    /// <summary>The amount divided, rounded towards minus infinity to whole watt-hours.</summary>
    /// <exception cref="DivideByZeroException">The divisor is zero.</exception>
    public Energy Divide(long divisor) => new(IntegerMath.FloorDivide(WattHours, divisor));

    /// <summary>
    /// The amount shared out by weight, exactly, as <see cref="Sharing.ByWeight"/> does.
    /// </summary>
    public Energy[] Share(long[] weights)
    {
        var parts = Sharing.ByWeight(WattHours, weights);
        var shares = new Energy[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            shares[i] = new Energy(parts[i]);
        }

        return shares;
    }

    /// <summary>Negative, zero or positive as this is less, equal or more.</summary>
    public int CompareTo(Energy other) => WattHours.CompareTo(other.WattHours);
}
