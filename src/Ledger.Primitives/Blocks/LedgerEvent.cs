namespace Ledger.Primitives;

/// <summary>An event that a contract emitted.</summary>
/// <param name="Contract">Who emitted it.</param>
/// <param name="Name">What happened, at most 64 bytes.</param>
/// <param name="Data">Contract-defined bytes in the ledger's encoding, at most 64 KiB.</param>
public sealed record LedgerEvent(string Contract, string Name, ReadOnlyMemory<byte> Data)
{
    /// <summary>Longest name, in bytes of UTF-8.</summary>
    public const int NameSizeMax = 64;

    /// <summary>Most data, in bytes.</summary>
    public const int DataSizeMax = 64 * 1024;
}
