namespace Ledger.Runtime;

/// <summary>Bytes that a variable of a type takes, at most, and the boundary that it begins on.</summary>
internal readonly record struct TypeSize(int Bytes, int Alignment)
{
    public static readonly TypeSize Reference = new(8, 8);

    /// <summary>The size behind which a field of this size may follow.</summary>
    public int After(int offset) => RoundUp(offset, Alignment) + Bytes;

    public static int RoundUp(int offset, int alignment) => (offset + alignment - 1) / alignment * alignment;
}
