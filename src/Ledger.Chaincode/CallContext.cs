using System.Diagnostics.CodeAnalysis;

namespace Ledger.Chaincode;

/// <summary>
/// What a function may know and do: its caller, the ledger's clock, its own state, events, other contracts. One context belongs to
/// one call; keeping it beyond the call is refused by the runtime. Not thread safe; contracts have one thread.
/// </summary>
public abstract class CallContext
{
    /// <summary>Who calls.</summary>
    public abstract Caller Caller { get; }

    /// <summary>Height of the block that holds the transaction; for queries the height of the state that is read.</summary>
    public abstract long BlockHeight { get; }

    /// <summary>Ledger time: milliseconds since 1970-01-01 UTC, the same on every replica, never falling.</summary>
    public abstract long BlockTimeMilliseconds { get; }

    /// <summary>The transaction's id, 64 hexadecimal digits; for queries 64 zeros.</summary>
    public abstract string TransactionId { get; }

    /// <summary>This contract's own state.</summary>
    public abstract IContractState State { get; }

    /// <summary>Adds an event to the call's receipt; it disappears when the call reverts.</summary>
    /// <param name="name">1 to 64 characters.</param>
    /// <param name="data">At most 64 KiB, laid out by <see cref="RecordWriter"/>.</param>
    public abstract void Emit(string name, byte[] data);

    /// <summary>Adds an event whose data is a record, encoded as the record says.</summary>
    /// <typeparam name="TRecord">Its type.</typeparam>
    /// <param name="name">1 to 64 characters.</param>
    /// <param name="record">At most 64 KiB when encoded.</param>
    public void Emit<TRecord>(string name, TRecord record)
        where TRecord : IRecord<TRecord>
    {
        var writer = new RecordWriter();
        record.Encode(writer);
        Emit(name, writer.ToArray());
    }

    /// <summary>
    /// Calls a function of another contract within this call: its writes and events join this call's, and revert with it.
    /// A rejection there rejects this call too.
    /// </summary>
    /// <param name="contract">Name of the contract.</param>
    /// <param name="function">Name of the function.</param>
    /// <param name="arguments">The arguments in order, written by <see cref="RecordWriter"/>; empty for none.</param>
    /// <returns>The result as <see cref="RecordWriter"/> wrote it; empty for <c>void</c>.</returns>
    /// <seealso cref="RemoteCall"/>
    public abstract byte[] Call(string contract, string function, byte[] arguments);

    /// <summary>
    /// Whether an Ed25519 signature (RFC 8032, by libsodium's rules: canonical S, no key of small order) is valid for the message,
    /// for what others have signed outside of this transaction, such as a meter its reading.
    /// </summary>
    /// <param name="publicKey">32 bytes.</param>
    /// <param name="message">The exact bytes that were signed; any length, and the cost grows with it.</param>
    /// <param name="signature">64 bytes.</param>
    /// <returns>False for any wrong length as well.</returns>
    public abstract bool VerifySignature(byte[] publicKey, byte[] message, byte[] signature);

    /// <summary>Ends the call, reverting its writes and events; the message reaches the receipt and the client.</summary>
    /// <exception cref="ContractRejection">Always.</exception>
    [DoesNotReturn]
    public void Reject(string message) => throw new ContractRejection(message);

    /// <summary>Ends the call as <see cref="Reject"/> does unless the condition holds.</summary>
    /// <exception cref="ContractRejection">The condition is false.</exception>
    public void Require([DoesNotReturnIf(false)] bool condition, string message)
    {
        if (!condition)
        {
            throw new ContractRejection(message);
        }
    }

    /// <summary>
    /// Ends the call with PERMISSION_DENIED, for rules that depend on state and not on the certificate alone.
    /// </summary>
    /// <exception cref="ContractRejection">Always.</exception>
    [DoesNotReturn]
    public void Deny(string message) => throw new ContractRejection(message, permissionDenied: true);
}
