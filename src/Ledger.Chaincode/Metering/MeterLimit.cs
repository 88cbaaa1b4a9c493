namespace Ledger.Chaincode.Metering;

/// <summary>What a call ran out of.</summary>
public enum MeterLimit
{
    /// <summary>Nothing yet.</summary>
    None = 0,

    /// <summary>Gas: work, about half a nanosecond each.</summary>
    Gas = 1,

    /// <summary>Memory: bytes allocated over the whole call, also those that are garbage by now.</summary>
    Memory = 2,

    /// <summary>Stack: bytes that the frames of all functions on the stack may take together.</summary>
    Stack = 3,
}
