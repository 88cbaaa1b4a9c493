using Ledger.Primitives;

namespace Ledger.Client.Light;

/// <summary>What a synchronisation has brought. Immutable.</summary>
/// <param name="Height">Height of the newest header.</param>
/// <param name="Headers">Headers that were added.</param>
/// <param name="Keys">Keys of all ranges together.</param>
public sealed record LightSyncReport(SequenceNumber Height, long Headers, long Keys);
