using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>
/// One thing that the host does for a replica. The host carries effects out in order; whatever follows a <see
/// cref="Persist"/> or <see cref="Forget"/> is done only once every Persist before it is synced to disk: a vote that is
/// on the wire is on the disk (PITFALLS.md 18). The family is closed, so it stands together in this file.
/// </summary>
public abstract record ReplicaEffect
{
    private protected ReplicaEffect()
    {
    }
}

/// <summary>Write a record, replacing an older one under the same key, and sync it before any later effect.</summary>
/// <param name="Key">1 to 41 bytes.</param>
/// <param name="Value">The record; handed back in <see cref="ReplicaStart.Records"/> after a restart.</param>
public sealed record Persist(byte[] Key, byte[] Value) : ReplicaEffect;

/// <summary>Delete a record; may reach the disk at any later time.</summary>
public sealed record Forget(byte[] Key) : ReplicaEffect;

/// <summary>Send to one peer, best effort.</summary>
public sealed record Send(ReplicaId To, OutgoingMessage Message) : ReplicaEffect;

/// <summary>Send to every other replica, best effort.</summary>
public sealed record Broadcast(OutgoingMessage Message) : ReplicaEffect;

/// <summary>
/// Execute a batch on an overlay over the execution one height below (or the stored head), then answer with
/// <see cref="Executed"/>. Never two at once, always in height order.
/// </summary>
/// <param name="Token">Names this execution.</param>
/// <param name="Height">Height of the block to be.</param>
/// <param name="Batch">What to execute; without transactions for a null batch.</param>
public sealed record Execute(ulong Token, SequenceNumber Height, Batch Batch) : ReplicaEffect;

/// <summary>Tentative executions at and above the height are void; drop their overlays.</summary>
public sealed record DropExecutions(SequenceNumber From) : ReplicaEffect;

/// <summary>
/// Store the block whose tentative execution gave this header, then answer with <see cref="Stored"/>. In height order,
/// once each.
/// </summary>
public sealed record CommitBlock(SequenceNumber Height, BlockHeader Header, CommitCertificate Certificate)
    : ReplicaEffect;

/// <summary>
/// Fetch certified blocks from the stored head's next height on, from any of the peers; feed each in as <see
/// cref="Imported"/> and end with <see cref="CatchUpEnded"/>. Never while an execution or a <see cref="CommitBlock"/>
/// is outstanding; one at a time. Where the peers no longer have these blocks, or there are too many, a snapshot takes
/// their place (<see cref="Restored"/>).
/// </summary>
/// <param name="Target">Height that the peers claim to have; unproven.</param>
/// <param name="Peers">Who claims so.</param>
public sealed record CatchUp(SequenceNumber Target, IReadOnlyList<ReplicaId> Peers) : ReplicaEffect;

/// <summary>
/// Ask peers how high their stored head is, outside the protocol's own messages, and answer with <see cref="Probed"/>, or
/// not at all. It serves a replica that no status reaches: one that is no member, or is left behind in an old epoch.
/// </summary>
public sealed record Probe(IReadOnlyList<ReplicaId> Peers) : ReplicaEffect;

/// <summary>
/// A new epoch has begun. In all effects behind this one a <see cref="ReplicaId"/> is a place in the epoch's membership,
/// and messages are checked against it (<see cref="MessageVerifier.Enter"/>).
/// </summary>
public sealed record EnterEpoch(Epoch Epoch) : ReplicaEffect;

/// <summary>The answer to <see cref="Submitted"/>.</summary>
public sealed record Admission(Digest Id, AdmissionResult Result) : ReplicaEffect;

/// <summary>Something for the log, metrics or an operator; no duty follows from it.</summary>
public sealed record Report(ReplicaReport Event) : ReplicaEffect;
