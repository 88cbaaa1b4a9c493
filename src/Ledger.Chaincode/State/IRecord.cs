namespace Ledger.Chaincode;

/// <summary>
/// A value that a contract stores. The first field written should be a version, so that a later contract can still read what an earlier
/// one wrote.
/// </summary>
/// <typeparam name="TSelf">The record type itself.</typeparam>
public interface IRecord<TSelf>
    where TSelf : IRecord<TSelf>
{
    /// <summary>Writes all fields in a fixed order.</summary>
    void Encode(RecordWriter writer);

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    static abstract TSelf Decode(RecordReader reader);
}
