namespace Ledger.Runtime;

/// <summary>Type of a parameter or result.</summary>
public enum ValueKind : byte
{
    /// <summary>No result; not a parameter.</summary>
    Void = 0,

    /// <summary><c>bool</c>, one byte.</summary>
    Bool = 1,

    /// <summary><c>int</c>, four bytes.</summary>
    Int = 2,

    /// <summary><c>long</c>, eight bytes.</summary>
    Long = 3,

    /// <summary><c>string</c>, a length and UTF-8.</summary>
    Text = 4,

    /// <summary><c>byte[]</c>, a length and bytes.</summary>
    Bytes = 5,

    /// <summary><c>long[]</c>, a count and numbers.</summary>
    Longs = 6,

    /// <summary><c>string[]</c>, a count and texts.</summary>
    Texts = 7,
}
