namespace Ledger.Primitives;

/// <summary>
/// Outcome of a transaction, certified through the header's receipt root. Encoded: transaction id 32, status u8, count of calls, then for
/// each: status u8, message text, result bytes, gas u64, count of events (contract text, name text, data bytes).
/// </summary>
/// <param name="TransactionId">The transaction.</param>
/// <param name="Status">
/// Ok when every call is; otherwise the status of the first call that is not, or why nothing was executed.
/// </param>
/// <param name="Calls">One for each call; empty when nothing was executed.</param>
public sealed record Receipt(Digest TransactionId, ReceiptStatus Status, IReadOnlyList<CallResult> Calls)
{
    /// <summary>Message of the first call that did not end well; empty when there is none.</summary>
    public string Message
    {
        get
        {
            foreach (var call in Calls)
            {
                if (call.Status != ReceiptStatus.Ok)
                {
                    return call.Message;
                }
            }

            return "";
        }
    }

    /// <summary>The canonical bytes.</summary>
    public byte[] Encode()
    {
        var writer = new CanonicalWriter().Digest(TransactionId).U8((byte)Status).Count(Calls.Count);
        foreach (var call in Calls)
        {
            writer.U8((byte)call.Status).Text(call.Message).Bytes(call.Result.Span).U64(call.GasUsed).Count(call.Events.Count);
            foreach (var e in call.Events)
            {
                writer.Text(e.Contract).Text(e.Name).Bytes(e.Data.Span);
            }
        }

        return writer.ToArray();
    }

    /// <summary>Reads a receipt.</summary>
    /// <returns>Null when the bytes are not exactly one well-formed receipt.</returns>
    public static Receipt? TryDecode(ReadOnlySpan<byte> bytes)
    {
        var reader = new CanonicalReader(bytes);
        var id = reader.Digest();
        var status = (ReceiptStatus)reader.U8();
        var calls = new CallResult[reader.Count(21, TransactionBody.CallsMax)];
        for (var i = 0; i < calls.Length; i++)
        {
            calls[i] = DecodeCall(ref reader);
        }

        return reader.IsComplete && Enum.IsDefined(status) ? new Receipt(id, status, calls) : null;
    }

    private static CallResult DecodeCall(ref CanonicalReader reader)
    {
        var status = (ReceiptStatus)reader.U8();
        var message = reader.Text(CallResult.MessageSizeMax);
        var result = reader.Bytes().ToArray();
        var gas = reader.U64();
        var events = new LedgerEvent[reader.Count(12)];
        for (var i = 0; i < events.Length; i++)
        {
            events[i] = new LedgerEvent(
                reader.Text(ContractCall.ContractSizeMax),
                reader.Text(LedgerEvent.NameSizeMax),
                reader.Bytes(LedgerEvent.DataSizeMax).ToArray());
        }

        if (!Enum.IsDefined(status))
        {
            reader.Fail();
        }

        return new CallResult(status, message, result, gas, events);
    }
}
