namespace Ledger.Contracts.Calculator;

/// <summary>What a <see cref="DocumentNode"/> is. The numbers are part of the encoding.</summary>
public static class DocumentKind
{
    /// <summary>No value.</summary>
    public const int Null = 0;

    /// <summary>False.</summary>
    public const int False = 1;

    /// <summary>True.</summary>
    public const int True = 2;

    /// <summary>A whole number of 64 bits.</summary>
    public const int Long = 3;

    /// <summary>A whole number beyond 64 and within 128 bits.</summary>
    public const int Wide = 4;

    /// <summary>A text.</summary>
    public const int Text = 5;

    /// <summary>Nodes in order.</summary>
    public const int List = 6;

    /// <summary>Named nodes in order.</summary>
    public const int Object = 7;
}
