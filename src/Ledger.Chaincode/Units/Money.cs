namespace Ledger.Chaincode;

/// <summary>An amount of money in nano-currency (10^-9 ¤). Arithmetic is checked.</summary>
/// <param name="Nano">n¤; negative means owed.</param>
public readonly record struct Money(long Nano)
{
    /// <summary>Sum.</summary>
    public static Money operator +(Money left, Money right) => new(left.Nano + right.Nano);

    /// <summary>Difference.</summary>
    public static Money operator -(Money left, Money right) => new(left.Nano - right.Nano);

    /// <summary>The opposite amount.</summary>
    public static Money operator -(Money value) => new(-value.Nano);
}
