namespace Ledger.Runtime;

/// <summary>One key as a batch knows it: what the base state holds, and what the batch made of it.</summary>
internal sealed class OverlayEntry
{
    public OverlayEntry(byte[] key)
    {
        Key = key;
    }

    /// <summary>The whole key.</summary>
    public byte[] Key { get; }

    /// <summary>The base state's value; means nothing before <see cref="BaseKnown"/>.</summary>
    public byte[]? BaseValue { get; set; }

    /// <summary>Whether the base state was asked.</summary>
    public bool BaseKnown { get; set; }

    /// <summary>Whether a write of the batch stands; it may be undone again.</summary>
    public bool Written { get; set; }

    /// <summary>The written value, null for a removal; means nothing unless <see cref="Written"/>.</summary>
    public byte[]? Value { get; set; }

    /// <summary>The transaction of the standing write.</summary>
    public int TransactionIndex { get; set; }

    /// <summary>
    /// Whether the entry was ever written in this batch, and so is in the overlay's list of such
    /// entries.
    /// </summary>
    public bool Listed { get; set; }
}
