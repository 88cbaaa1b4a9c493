namespace Ledger.Client;

/// <summary>Type of a function's parameter or result.</summary>
public enum ContractValueType
{
    /// <summary>No result; not a parameter.</summary>
    Void,

    /// <summary><c>bool</c>: <c>true</c> or <c>false</c>.</summary>
    Bool,

    /// <summary><c>int</c>, decimal.</summary>
    Int,

    /// <summary><c>long</c>, decimal.</summary>
    Long,

    /// <summary><c>string</c>.</summary>
    Text,

    /// <summary><c>byte[]</c>, hexadecimal.</summary>
    Bytes,

    /// <summary><c>long[]</c>, decimal with commas between; nothing for none.</summary>
    Longs,

    /// <summary><c>string[]</c>, with commas between; nothing for none.</summary>
    Texts,
}
