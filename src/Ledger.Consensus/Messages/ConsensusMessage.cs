using Ledger.Primitives;

namespace Ledger.Consensus;

/// <summary>The content of a message between replicas, decoded.</summary>
internal abstract record ConsensusMessage(ReplicaId Sender);
