using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Ledger.Identity;

/// <summary>The newest revocation list of each organisation. Immutable and thread safe.</summary>
public sealed class RevocationSet
{
    private readonly FrozenDictionary<string, RevocationList> _lists;

    private RevocationSet(FrozenDictionary<string, RevocationList> lists)
    {
        _lists = lists;
    }

    /// <summary>Nothing is revoked.</summary>
    public static RevocationSet Empty { get; } = new(FrozenDictionary<string, RevocationList>.Empty);

    /// <summary>Whether the organisation has revoked the serial number (upper-case hexadecimal).</summary>
    public bool IsRevoked(string organisation, string serial) =>
        _lists.TryGetValue(organisation, out var list) && list.Contains(serial);

    /// <summary>A set in which the list takes the place of its organisation's earlier one.</summary>
    /// <returns>False, with the reason, when a list with the same or a higher number is already in the set.</returns>
    public bool TryReplace(
        RevocationList list,
        [NotNullWhen(true)] out RevocationSet? replaced,
        [NotNullWhen(false)] out string? reason)
    {
        ArgumentNullException.ThrowIfNull(list);
        if (_lists.TryGetValue(list.Organisation, out var current) && current.Number >= list.Number)
        {
            replaced = null;
            reason = $"list {list.Number} of '{list.Organisation}' is not newer than list {current.Number}";
            return false;
        }

        var lists = new Dictionary<string, RevocationList>(_lists, StringComparer.Ordinal)
        {
            [list.Organisation] = list,
        };
        replaced = new RevocationSet(lists.ToFrozenDictionary(StringComparer.Ordinal));
        reason = null;
        return true;
    }
}
