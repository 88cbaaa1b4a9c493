using System.Collections.Concurrent;

namespace Ledger.Runtime;

/// <summary>
/// Decoded account records, so that an account that acts often is decoded once. An entry counts only while the state
/// still holds the very bytes it was made from. Bounded; thread safe.
/// </summary>
internal sealed class AccountCache
{
    /// <summary>Accounts kept before all are let go: enough for the devices that are active at one time.</summary>
    public const int EntriesMax = 8192;

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>The record that the state holds, decoded.</summary>
    /// <exception cref="RuntimeInvariantException">The state holds something else under the account's key.</exception>
    public AccountRecord Decode(string account, byte[] stored)
    {
        if (_entries.TryGetValue(account, out var entry) &&
            (ReferenceEquals(entry.Stored, stored) || entry.Stored.AsSpan().SequenceEqual(stored)))
        {
            return entry.Record;
        }

        var record = AccountRecord.TryDecode(stored) ??
            throw new RuntimeInvariantException($"the state's record of account {account} is malformed");
        if (_entries.Count >= EntriesMax)
        {
            _entries.Clear();
        }

        _entries[account] = new Entry(stored, record);
        return record;
    }

    private sealed record Entry(byte[] Stored, AccountRecord Record);
}
