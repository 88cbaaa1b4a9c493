namespace Ledger.Chaincode;

/// <summary>An amount of energy in watt-hours. Arithmetic is checked.</summary>
/// <param name="WattHours">Wh; negative means the other direction.</param>
public readonly record struct Energy(long WattHours)
{
    /// <summary>The amount of money for this energy: 1 Wh at 1 µ¤/kWh is exactly 1 n¤, so nothing is rounded.</summary>
    /// <exception cref="OverflowException">Outside 64 bits.</exception>
    public static Money operator *(Energy energy, Price price) =>
        new((long)((Int128)energy.WattHours * price.MicroPerKilowattHour));

    /// <summary>Sum.</summary>
    public static Energy operator +(Energy left, Energy right) => new(left.WattHours + right.WattHours);

    /// <summary>Difference.</summary>
    public static Energy operator -(Energy left, Energy right) => new(left.WattHours - right.WattHours);
}
