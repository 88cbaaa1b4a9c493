using Ledger.Primitives;

namespace Ledger.Client;

/// <summary>
/// Two messages of one validator that contradict each other, as a node keeps them;
/// <see cref="LedgerClient.FlawOfAsync"/> checks them. Immutable.
/// </summary>
/// <param name="Validator">Name of the validator.</param>
/// <param name="PublicKey">The Ed25519 key that signed both.</param>
/// <param name="Kind">Kind of both messages: PrePrepare, Prepare, Commit or Checkpoint.</param>
/// <param name="View">View of both; 0 for checkpoints.</param>
/// <param name="Height">Height of both.</param>
/// <param name="Epoch">Id of the epoch.</param>
/// <param name="First">The one message (docs/protocol.md), without the batch.</param>
/// <param name="Second">The other.</param>
public sealed record EvidenceRecord(
    string Validator,
    ReadOnlyMemory<byte> PublicKey,
    string Kind,
    ViewNumber View,
    SequenceNumber Height,
    Digest Epoch,
    ReadOnlyMemory<byte> First,
    ReadOnlyMemory<byte> Second);
