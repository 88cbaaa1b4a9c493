using Ledger.Contracts.Calculator;
using Ledger.Contracts.Market.Mechanisms;

namespace Ledger.Contracts.Settlement.Rules;

/// <summary>
/// invoice-rounding: amounts in n¤ to minor units. The total is rounded half to even; each amount gets its floor and the
/// missing units go to the largest remainders, ties to the first. Pure.
/// </summary>
public sealed class InvoiceRounding : ICalculation
{
    /// <inheritdoc/>
    public string Name => "invoice-rounding";

    /// <summary>The amounts in minor units; their sum is the rounded sum.</summary>
    /// <param name="amountsNano">n¤, negative ones are credits.</param>
    /// <param name="unitNano">n¤ of a minor unit, positive.</param>
    public static (Int128 Total, Int128[] Minor) Round(Int128[] amountsNano, long unitNano)
    {
        Int128 sum = 0;
        var minor = new Int128[amountsNano.Length];
        var remainders = new Int128[amountsNano.Length];
        var order = new int[amountsNano.Length];
        Int128 left = 0;
        for (var i = 0; i < minor.Length; i++)
        {
            sum += amountsNano[i];
            minor[i] = MechanismRules.FloorDivide(amountsNano[i], unitNano);
            remainders[i] = amountsNano[i] - (minor[i] * unitNano);
            order[i] = i;
            left -= minor[i];
        }

        var total = HalfEven(sum, unitNano);
        left += total;
        MergeSort.Sort(order, new ByRemainder(remainders));
        for (var i = 0; left > 0; i++)
        {
            minor[order[i]]++;
            left--;
        }

        return (total, minor);
    }

    /// <summary>Quotient rounded to the nearest whole number, halves to the even one; the divisor is positive.</summary>
    public static Int128 HalfEven(Int128 value, Int128 divisor)
    {
        var quotient = MechanismRules.FloorDivide(value, divisor);
        var rest = value - (quotient * divisor);
        var above = divisor - rest;
        return rest > above || (rest == above && quotient % 2 != 0) ? quotient + 1 : quotient;
    }

    /// <inheritdoc/>
    public DocumentNode Run(DocumentNode input)
    {
        var unit = input.Long("unitNano", 1, long.MaxValue);
        var list = input.Items("amountsNano");
        var amounts = new Int128[list.Count];
        for (var i = 0; i < amounts.Length; i++)
        {
            amounts[i] = list.At(i).AsNumber();
        }

        var (total, minor) = Round(amounts, unit);
        var units = DocumentNode.List();
        foreach (var amount in minor)
        {
            units.Add(DocumentNode.Of(amount));
        }

        return DocumentNode.Object().With("totalMinor", total).With("minor", units);
    }

    private sealed class ByRemainder : IPrecedence
    {
        private readonly Int128[] _remainders;

        public ByRemainder(Int128[] remainders)
        {
            _remainders = remainders;
        }

        public bool Precedes(int left, int right) => _remainders[left] > _remainders[right];
    }
}
