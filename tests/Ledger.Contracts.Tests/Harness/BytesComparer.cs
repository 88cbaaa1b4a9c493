namespace Ledger.Contracts.Tests.Harness;

/// <summary>Keys in the order of their bytes.</summary>
internal sealed class BytesComparer : IComparer<byte[]>
{
    public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
}
