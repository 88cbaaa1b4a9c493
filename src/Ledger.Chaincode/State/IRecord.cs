namespace Ledger.Chaincode;

/// <summary>
/// A value that a contract stores, emits or passes on. Write a version first (<see cref="RecordWriter.Version"/>), so that a later
/// contract can still read what an earlier one wrote.
/// </summary>
/// <remarks>
/// How a record type evolves: fields are only ever added, behind the others, with a higher version; reading asks
/// <see cref="RecordReader.Version"/> and takes a default for what an older version lacks. A field that is no longer needed is still
/// read and thrown away. Anything else (another meaning, another order) takes a migration that writes the records anew.
/// </remarks>
/// <typeparam name="TSelf">The record type itself.</typeparam>
/// <example>
/// <code>
/// public void Encode(RecordWriter writer) => writer.Version(2).Text(Owner).Long(Balance).Bool(Frozen);
///
/// public static Account Decode(RecordReader reader)
/// {
///     var version = reader.Version(2);
///     return new Account(reader.Text(), reader.Long(), version >= 2 &amp;&amp; reader.Bool());
/// }
/// </code>
/// </example>
public interface IRecord<TSelf>
    where TSelf : IRecord<TSelf>
{
    /// <summary>Writes all fields in a fixed order.</summary>
    void Encode(RecordWriter writer);

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    static abstract TSelf Decode(RecordReader reader);
}
