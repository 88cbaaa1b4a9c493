using Ledger.Primitives;
using Wire = Ledger.Protocol.V1;

namespace Ledger.Client.Proofs;

/// <summary>
/// Takes a node's versions of one key in their order, and holds the last of them against the value that is proven. One
/// caller.
/// </summary>
internal sealed class VersionFollower
{
    private readonly ProvenValue _latest;
    private (ulong Height, uint Index)? _last;
    private byte[]? _value;
    private bool _isCut;
    private bool _hasOld;

    public VersionFollower(ProvenValue latest)
    {
        _latest = latest;
    }

    /// <summary>The versions of a page, none of them confirmed.</summary>
    /// <exception cref="LedgerException">Unproven: malformed, or out of order.</exception>
    public KeyVersion[] Take(Wire.HistoryResponse page)
    {
        _isCut |= page.LowestHistory > 0;
        var versions = new KeyVersion[page.Versions.Count];
        for (var i = 0; i < versions.Length; i++)
        {
            var message = page.Versions[i];
            var place = (message.Height, message.TransactionIndex);
            if (_last is { } last && place.CompareTo(last) <= 0)
            {
                throw new LedgerException(LedgerError.Unproven, "the node sent versions out of order");
            }

            _last = place;
            versions[i] = Read(message);
            if (versions[i].Height <= _latest.Header.Height)
            {
                (_value, _hasOld) = (versions[i].Value, true);
            }
        }

        return versions;
    }

    /// <summary>Where to go on.</summary>
    /// <exception cref="LedgerException">Unproven: that is not behind the last version.</exception>
    public Wire.HistoryCursor Follow(Wire.HistoryCursor next) =>
        _last is { } last && (next.Height, next.TransactionIndex).CompareTo(last) > 0
            ? next
            : throw new LedgerException(LedgerError.Unproven, "the node does not get on with the history");

    /// <summary>All versions have come.</summary>
    /// <exception cref="LedgerException">Unproven: the newest is not the value that the key has.</exception>
    public void End()
    {
        // A node that began with a snapshot does not know who wrote what stood in it.
        if (!_hasOld && _isCut)
        {
            return;
        }

        var isEqual = _value == null ? _latest.Value == null : _latest.Value.AsSpan().SequenceEqual(_value) && _latest.Found;
        if (!isEqual)
        {
            throw new LedgerException(
                LedgerError.Unproven, $"the history does not end with the value that block {_latest.Header.Height} proves");
        }
    }

    private static KeyVersion Read(Wire.KeyVersion message)
    {
        if (message.TransactionIndex >= Batch.TransactionsMax)
        {
            throw WireReader.Malformed("the place of a version");
        }

        return new KeyVersion(
            new SequenceNumber(message.Height), (int)message.TransactionIndex,
            message.Removed ? null : message.Value.ToByteArray(),
            message.TransactionId.IsEmpty ? null : WireReader.Digest(message.TransactionId, "a version's transaction"),
            message.Account, message.TimeMilliseconds, IsConfirmed: false);
    }
}
