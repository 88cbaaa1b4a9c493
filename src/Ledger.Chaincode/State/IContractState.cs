namespace Ledger.Chaincode;

/// <summary>
/// A contract's ordered key-value state. Reads see the call's own writes. Keys are 1 to 255 bytes, values up to 64 KiB.
/// </summary>
public interface IContractState
{
    /// <summary>The value, or null when the key is absent. The array is the caller's own copy.</summary>
    byte[]? Get(StateKey key);

    /// <summary>Sets the value.</summary>
    void Put(StateKey key, byte[] value);

    /// <summary>Removes the key; nothing happens when it is absent.</summary>
    void Delete(StateKey key);

    /// <summary>
    /// All entries whose key begins with the prefix, in ascending order of the key's bytes, as they are when the scan
    /// starts. At most <paramref name="limit"/> of them.
    /// </summary>
    StateEntry[] Scan(StateKey prefix, int limit = int.MaxValue);
}
