namespace Ledger.Chaincode;

/// <summary>A price in micro-currency per kilowatt-hour; 0.25 ¤/kWh is 250000. May be negative. Arithmetic is checked.</summary>
/// <param name="MicroPerKilowattHour">µ¤/kWh.</param>
public readonly record struct Price(long MicroPerKilowattHour) : IComparable<Price>
{
    /// <summary>For nothing.</summary>
    public static Price Zero => default;

    /// <summary>Sum.</summary>
    public static Price operator +(Price left, Price right) =>
        new(left.MicroPerKilowattHour + right.MicroPerKilowattHour);

    /// <summary>Difference.</summary>
    public static Price operator -(Price left, Price right) =>
        new(left.MicroPerKilowattHour - right.MicroPerKilowattHour);

    /// <summary>The amount of money for energy at this price, exactly.</summary>
    /// <exception cref="OverflowException">Outside 64 bits.</exception>
    public static Money operator *(Price price, Energy energy) => energy * price;

    /// <summary>Whether left is lower.</summary>
    public static bool operator <(Price left, Price right) => left.MicroPerKilowattHour < right.MicroPerKilowattHour;

    /// <summary>Whether left is higher.</summary>
    public static bool operator >(Price left, Price right) => left.MicroPerKilowattHour > right.MicroPerKilowattHour;

    /// <summary>Whether left is not higher.</summary>
    public static bool operator <=(Price left, Price right) => left.MicroPerKilowattHour <= right.MicroPerKilowattHour;

    /// <summary>Whether left is not lower.</summary>
    public static bool operator >=(Price left, Price right) => left.MicroPerKilowattHour >= right.MicroPerKilowattHour;

    /// <summary>The lower one.</summary>
    public static Price Min(Price left, Price right) => left <= right ? left : right;

    /// <summary>The higher one.</summary>
    public static Price Max(Price left, Price right) => left >= right ? left : right;

    /// <summary>The price at which this energy costs this money, rounded towards minus infinity to whole µ¤/kWh.</summary>
    /// <exception cref="DivideByZeroException">There is no energy.</exception>
    public static Price Of(Money money, Energy energy) =>
        new(IntegerMath.FloorDivide(money.Nano, energy.WattHours));

    /// <summary>The middle of two prices, rounded towards minus infinity.</summary>
    public static Price Midpoint(Price left, Price right) =>
        new((long)IntegerMath.FloorDivide((Int128)left.MicroPerKilowattHour + right.MicroPerKilowattHour, 2));

    /// <summary>The price times <c>numerator / denominator</c>, rounded towards minus infinity; for shares and percentages.</summary>
    /// <exception cref="DivideByZeroException">The denominator is zero.</exception>
    /// <exception cref="OverflowException">Outside 64 bits.</exception>
    public Price Scale(long numerator, long denominator) =>
        new(IntegerMath.MultiplyDivide(MicroPerKilowattHour, numerator, denominator));

    /// <summary>Negative, zero or positive as this is lower, equal or higher.</summary>
    public int CompareTo(Price other) => MicroPerKilowattHour.CompareTo(other.MicroPerKilowattHour);
}
