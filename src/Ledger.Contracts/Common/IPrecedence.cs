namespace Ledger.Contracts;

/// <summary>A strict order on items that are named by their index.</summary>
public interface IPrecedence
{
    /// <summary>
    /// Whether the item <paramref name="left"/> stands strictly before the item <paramref name="right"/>.
    /// </summary>
    bool Precedes(int left, int right);
}
