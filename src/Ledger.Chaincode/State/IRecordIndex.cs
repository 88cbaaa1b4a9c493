namespace Ledger.Chaincode;

/// <summary>
/// Says by what else than their key the records of a <see cref="RecordMap{TKey,TRecord}"/> are found. An index of a
/// collection that holds records already finds those once they are put again: let a migration do that.
/// </summary>
/// <typeparam name="TRecord">Type of the records.</typeparam>
public interface IRecordIndex<in TRecord>
{
    /// <summary>Name of the index, unique in its collection; part of its keys in the state.</summary>
    string Name { get; }

    /// <summary>Appends what the record is found by. A function of the record alone.</summary>
    /// <param name="record">The record.</param>
    /// <param name="prefix">The index's own prefix.</param>
    /// <returns>The prefix with parts appended, or just as it was when the record is not in the index.</returns>
    StateKey AppendTo(TRecord record, StateKey prefix);
}
