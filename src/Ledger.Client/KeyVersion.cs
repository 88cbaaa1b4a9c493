using Ledger.Primitives;

namespace Ledger.Client;

/// <summary>
/// One write of a key, as a node tells it. Which value was written there is the node's word;
/// <see cref="IsConfirmed"/> says what was checked of the rest. Immutable.
/// </summary>
/// <param name="Height">Height of the block; 0 for genesis.</param>
/// <param name="TransactionIndex">Place in the block, from 0, of the transaction that wrote it last.</param>
/// <param name="Value">The value; null when the key was removed.</param>
/// <param name="TransactionId">The transaction; null for genesis and where the node no longer keeps the block.</param>
/// <param name="Account">Who signed the transaction; empty where it is not known.</param>
/// <param name="TimeMilliseconds">Ledger time of the block; 0 where it is not known.</param>
/// <param name="IsConfirmed">
/// Whether the client has found the transaction, its account and the time in the certified block at this place.
/// </param>
public sealed record KeyVersion(
    SequenceNumber Height,
    int TransactionIndex,
    byte[]? Value,
    Digest? TransactionId,
    string Account,
    ulong TimeMilliseconds,
    bool IsConfirmed);
