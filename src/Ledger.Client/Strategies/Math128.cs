namespace Ledger.Client.Strategies;

/// <summary>Division that rounds the way a limit price must. Pure.</summary>
internal static class Math128
{
    /// <summary>Rounded toward minus infinity; the divisor is positive.</summary>
    public static Int128 FloorDivide(Int128 dividend, Int128 divisor)
    {
        var quotient = dividend / divisor;
        return dividend % divisor < 0 ? quotient - 1 : quotient;
    }

    /// <summary>Rounded toward plus infinity; the divisor is positive.</summary>
    public static Int128 CeilingDivide(Int128 dividend, Int128 divisor) => -FloorDivide(-dividend, divisor);
}
