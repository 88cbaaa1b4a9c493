using Ledger.Chaincode;

namespace Ledger.Contracts.Tests.Harness;

/// <summary>One contract's state in memory; counts what a call does.</summary>
internal sealed class TestState(SortedDictionary<byte[], byte[]> entries) : IContractState
{
    public SortedDictionary<byte[], byte[]> Entries { get; } = entries;

    public bool IsReadOnly { get; set; }

    public int Reads { get; set; }

    public int Writes { get; set; }

    public int Scans { get; set; }

    public byte[]? Get(StateKey key)
    {
        Reads++;
        return Entries.TryGetValue(key.Bytes, out var value) ? (byte[])value.Clone() : null;
    }

    public void Put(StateKey key, byte[] value)
    {
        Assert.False(IsReadOnly, "a read-only function wrote");
        Assert.InRange(key.Bytes.Length, 1, 255);
        Assert.InRange(value.Length, 0, 65_536);
        Writes++;
        Entries[key.Bytes] = (byte[])value.Clone();
    }

    public void Delete(StateKey key)
    {
        Assert.False(IsReadOnly, "a read-only function wrote");
        Writes++;
        Entries.Remove(key.Bytes);
    }

    public StateEntry[] Scan(StateKey prefix, int limit = int.MaxValue)
    {
        Scans++;
        return Entries
            .Where(entry => entry.Key.AsSpan().StartsWith(prefix.Bytes))
            .Take(limit)
            .Select(entry => new StateEntry(StateKey.FromBytes(entry.Key), (byte[])entry.Value.Clone()))
            .ToArray();
    }
}
