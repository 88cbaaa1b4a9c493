namespace Ledger.Chaincode;

/// <summary>A record with its key.</summary>
/// <typeparam name="TKey">Type of the key.</typeparam>
/// <typeparam name="TRecord">Type of the record.</typeparam>
/// <param name="Key">The key.</param>
/// <param name="Record">The record.</param>
public readonly record struct RecordEntry<TKey, TRecord>(TKey Key, TRecord Record)
    where TKey : struct, IRecordKey<TKey>
    where TRecord : class, IRecord<TRecord>;
