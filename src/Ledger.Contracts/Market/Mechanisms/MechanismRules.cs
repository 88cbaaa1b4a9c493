using Ledger.Chaincode;

namespace Ledger.Contracts.Market.Mechanisms;

/// <summary>Checks and small calculations that several mechanisms share. Pure.</summary>
public static class MechanismRules
{
    /// <summary>Rejects a k that is no fraction from 0 to 1.</summary>
    public static void RequireK(MechanismParameters parameters)
    {
        if (parameters.KDenominator is < 1 or > MechanismParameters.DenominatorMax || parameters.KNumerator < 0
            || parameters.KNumerator > parameters.KDenominator)
        {
            throw new ContractRejection("k is a fraction from 0 to 1 with a denominator of at most 10^9");
        }
    }

    /// <summary>low + floor((high - low) k), for low at most high.</summary>
    public static long Between(long low, long high, MechanismParameters parameters) =>
        (long)(low + (((Int128)high - low) * parameters.KNumerator / parameters.KDenominator));

    /// <summary>Quotient rounded toward minus infinity; the divisor is positive.</summary>
    public static Int128 FloorDivide(Int128 value, Int128 divisor)
    {
        var quotient = value / divisor;
        return value < 0 && quotient * divisor != value ? quotient - 1 : quotient;
    }

    /// <summary>Quotient rounded toward plus infinity; the divisor is positive.</summary>
    public static Int128 CeilDivide(Int128 value, Int128 divisor) => -FloorDivide(-value, divisor);
}
