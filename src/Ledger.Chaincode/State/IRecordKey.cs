namespace Ledger.Chaincode;

/// <summary>
/// A key as a type, so that records cannot be looked up under the parts of another key. Its parts go into the state's key in a
/// fixed order, which is also the order of scans.
/// </summary>
/// <typeparam name="TSelf">The key type itself.</typeparam>
/// <example>
/// <code>
/// public readonly record struct OrderKey(long Slot, string Account) : IRecordKey&lt;OrderKey&gt;
/// {
///     public StateKey AppendTo(StateKey prefix) => prefix.And(Slot).And(Account);
///     public static OrderKey Read(KeyReader reader) => new(reader.Number(), reader.Text());
/// }
/// </code>
/// </example>
public interface IRecordKey<TSelf>
    where TSelf : struct, IRecordKey<TSelf>
{
    /// <summary>Appends the parts to the collection's prefix.</summary>
    StateKey AppendTo(StateKey prefix);

    /// <summary>Reads the parts in the order in which <see cref="AppendTo"/> wrote them.</summary>
    static abstract TSelf Read(KeyReader reader);
}
