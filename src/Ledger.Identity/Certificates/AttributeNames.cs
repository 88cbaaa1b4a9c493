namespace Ledger.Identity;

/// <summary>
/// The names of account attributes that contracts ask for. Others may be issued too; a name is lower camel case, at
/// most 32 ASCII letters and digits.
/// </summary>
public static class AttributeNames
{
    /// <summary>
    /// What the account may do, such as <c>prosumer</c>, <c>consumer</c>, <c>supervisor</c>, <c>node</c>.
    /// </summary>
    public const string Role = "role";

    /// <summary>The kind of physical asset, such as <c>load</c>, <c>pv</c>, <c>battery</c>, <c>ev</c>.</summary>
    public const string AssetType = "assetType";

    /// <summary>The meter whose readings the account signs.</summary>
    public const string MeterId = "meterId";

    /// <summary>The network bus that the asset is connected to.</summary>
    public const string Bus = "bus";

    /// <summary>The microgrid (zone) that the bus belongs to.</summary>
    public const string Microgrid = "microgrid";

    /// <summary>The asset's rated power in watts, decimal digits.</summary>
    public const string CapacityW = "capacityW";
}
