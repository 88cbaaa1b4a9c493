namespace Ledger.Cli.Report.Bills;

/// <summary>
/// Amounts in n¤ as an invoice in minor units of the currency, by the rule of the contract settlement: the total is rounded
/// half to even; each amount gets its floor, and the missing units go to the largest remainders, ties to the first. Pure.
/// </summary>
internal static class InvoiceSum
{
    /// <summary>n¤ of a minor unit: a hundredth of ¤.</summary>
    public const long UnitNano = 10_000_000;

    /// <summary>The amounts in minor units; they add up to the rounded total.</summary>
    public static (Int128 Total, Int128[] Minor) Round(IReadOnlyList<Int128> amountsNano, long unitNano)
    {
        var minor = amountsNano.Select(a => Floor(a, unitNano)).ToArray();
        Int128 sum = 0;
        Int128 given = 0;
        for (var i = 0; i < minor.Length; i++)
        {
            sum += amountsNano[i];
            given += minor[i];
        }

        var total = HalfEven(sum, unitNano);
        var order = Enumerable.Range(0, minor.Length).OrderByDescending(i => amountsNano[i] - (minor[i] * unitNano));
        foreach (var i in order.Take((int)(total - given)))
        {
            minor[i]++;
        }

        return (total, minor);
    }

    /// <summary>Quotient rounded to the nearest whole number, halves to the even one; the divisor is positive.</summary>
    public static Int128 HalfEven(Int128 value, Int128 divisor)
    {
        var quotient = Floor(value, divisor);
        var rest = value - (quotient * divisor);
        var above = divisor - rest;
        return rest > above || (rest == above && quotient % 2 != 0) ? quotient + 1 : quotient;
    }

    private static Int128 Floor(Int128 value, Int128 divisor)
    {
        var quotient = value / divisor;
        return value % divisor < 0 ? quotient - 1 : quotient;
    }
}
