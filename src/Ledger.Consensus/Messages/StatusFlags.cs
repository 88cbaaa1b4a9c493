namespace Ledger.Consensus;

/// <summary>What a replica has for one height in its view.</summary>
[Flags]
internal enum StatusFlags : byte
{
    None = 0,
    PrePrepared = 1,
    Prepared = 2,
    Committed = 4,
}
