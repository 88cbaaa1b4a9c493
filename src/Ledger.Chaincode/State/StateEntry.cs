namespace Ledger.Chaincode;

/// <summary>One entry of a scan.</summary>
/// <param name="Key">The whole key, prefix included.</param>
/// <param name="Value">The value.</param>
public readonly record struct StateEntry(StateKey Key, byte[] Value);
