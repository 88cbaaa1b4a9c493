using Google.Protobuf;
using Ledger.Node.Execution;
using Ledger.Primitives;
using Wire = Ledger.Protocol.V1;

namespace Ledger.Node.Gateway;

/// <summary>Turns the ledger's own types into the messages of proto/ledger/v1.</summary>
internal static class WireFormat
{
    public static ByteString Bytes(Digest digest) => UnsafeByteOperations.UnsafeWrap(digest.ToArray());

    public static Wire.Receipt Receipt(FinalReceipt final)
    {
        var decoded = Primitives.Receipt.TryDecode(final.Encoded.Span)
            ?? throw new InvalidOperationException("a stored receipt does not decode");
        var receipt = new Wire.Receipt
        {
            TransactionId = Bytes(final.TransactionId),
            Status = (Wire.ReceiptStatus)decoded.Status,
            Height = final.Height.Value,
            Index = (uint)final.Index,
            Encoded = UnsafeByteOperations.UnsafeWrap(final.Encoded),
        };
        foreach (var call in decoded.Calls)
        {
            receipt.Calls.Add(CallResult(call));
        }

        return receipt;
    }

    public static Wire.CallResult CallResult(CallResult call)
    {
        var result = new Wire.CallResult
        {
            Status = (Wire.ReceiptStatus)call.Status,
            Message = call.Message,
            Result = UnsafeByteOperations.UnsafeWrap(call.Result),
            GasUsed = call.GasUsed,
        };
        foreach (var e in call.Events)
        {
            result.Events.Add(Event(e));
        }

        return result;
    }

    public static Wire.Event Event(LedgerEvent e) =>
        new() { Contract = e.Contract, Name = e.Name, Data = UnsafeByteOperations.UnsafeWrap(e.Data) };

    public static Wire.Certificate Certificate(CommitCertificate certificate)
    {
        var votes = new Wire.Certificate { View = certificate.View.Value };
        foreach (var vote in certificate.Votes)
        {
            votes.Votes.Add(new Wire.Signature
            {
                Replica = vote.Replica.Value,
                Signature_ = UnsafeByteOperations.UnsafeWrap(vote.Signature),
            });
        }

        return votes;
    }

    public static Wire.CertifiedHeader Header(BlockHeader header, CommitCertificate certificate) => new()
    {
        Header = UnsafeByteOperations.UnsafeWrap(header.Encode()),
        Certificate = Certificate(certificate),
        Height = header.Height.Value,
        HeaderHash = Bytes(header.Hash),
        StateRoot = Bytes(header.StateRoot),
        TimeMilliseconds = header.TimeMilliseconds,
    };

    public static Wire.StateProof Proof(StateProof proof)
    {
        var message = new Wire.StateProof();
        foreach (var sibling in proof.Siblings)
        {
            message.Siblings.Add(Bytes(sibling));
        }

        if (proof.OtherLeafPath is { } path)
        {
            message.OtherLeafPath = Bytes(path);
            message.OtherLeafValueHash = Bytes(proof.OtherLeafValueHash);
        }

        return message;
    }
}
