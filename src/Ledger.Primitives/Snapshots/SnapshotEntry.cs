namespace Ledger.Primitives;

/// <summary>A key of the world state and its value. The arrays are shared: nobody changes them.</summary>
/// <param name="Key">The whole key, at most <see cref="IStateView.KeySizeMax"/> bytes.</param>
/// <param name="Value">Its value, at most <see cref="IStateView.ValueSizeMax"/> bytes.</param>
public readonly record struct SnapshotEntry(byte[] Key, byte[] Value);
