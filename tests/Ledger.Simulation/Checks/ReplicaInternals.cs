using System.Runtime.CompilerServices;
using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>Buffers of a replica that its status does not show. A field that is renamed fails the first turn.</summary>
internal static class ReplicaInternals
{
    /// <summary>Messages for a later view or height, for each peer.</summary>
    public static List<VerifiedMessage>[] FutureMessages(Replica replica) => Messages(Future(replica));

    /// <summary>Transactions of accepted batches.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_inFlight")]
    public static extern ref readonly Dictionary<Digest, SequenceNumber> InFlight(Replica replica);

    /// <summary>Transactions of tentative executions.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_tentative")]
    public static extern ref readonly HashSet<Digest> Tentative(Replica replica);

    /// <summary>Requests on their way to the primary.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_toForward")]
    public static extern ref readonly Queue<RequestEntry> ToForward(Replica replica);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_future")]
    private static extern ref FutureBuffer Future(Replica replica);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_messages")]
    private static extern ref readonly List<VerifiedMessage>[] Messages(FutureBuffer buffer);
}
