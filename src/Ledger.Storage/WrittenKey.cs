namespace Ledger.Storage;

/// <summary>What a block did to one key.</summary>
/// <param name="Key">The whole key.</param>
/// <param name="Value">The value it wrote, or null when it removed the key.</param>
/// <param name="Index">Index of the transaction that wrote it last.</param>
public readonly record struct WrittenKey(byte[] Key, byte[]? Value, int Index)
{
    /// <summary>False when the value is no longer known: the history of keys like this one was pruned further.</summary>
    public bool IsKept { get; init; } = true;
}
