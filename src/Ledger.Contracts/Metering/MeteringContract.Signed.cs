using Ledger.Chaincode;
using Ledger.Contracts.Registry;

namespace Ledger.Contracts.Metering;

/// <content>Readings that the meter itself has signed, whoever brings them (L12).</content>
public sealed partial class MeteringContract
{
    /// <summary>First text of every signed reading, so that the meter's key signs nothing else by mistake.</summary>
    public const string SignedReadingDomain = "ledger meter reading 1";

    private const int SignatureSize = 64;

    /// <summary>
    /// Stores a reading in the envelope of any member: the signature is the meter's own, over <see cref="SignedReading"/>,
    /// by the key that the meter registered. A second one for the slot is refused, so a replay does nothing. Event
    /// <c>readingBrought</c>: meter (text), slot (long), gateway's account (text).
    /// </summary>
    [Function]
    [AnyMember]
    public void BringReading(
        CallContext context, long slot, string meterId, long importWh, long exportWh, byte[] signature)
    {
        var key = RegistryCalls.MeterKey(context, meterId);
        context.Require(key.Length > 0, "meter " + meterId + " has registered no key");
        context.Require(
            signature.Length == SignatureSize
                && context.VerifySignature(key, SignedReading(slot, meterId, importWh, exportWh), signature),
            "the signature is not that of meter " + meterId);
        Store(context, RegistryCalls.AssetOfMeter(context, meterId), slot, importWh, exportWh);
        context.Emit(
            "readingBrought", new RecordWriter().Text(meterId).Long(slot).Text(context.Caller.Account).ToArray());
    }

    /// <summary>The bytes that a meter signs: domain, meter (texts), slot, import, export (longs).</summary>
    public static byte[] SignedReading(long slot, string meterId, long importWh, long exportWh) => new RecordWriter()
        .Text(SignedReadingDomain).Text(meterId).Long(slot).Long(importWh).Long(exportWh).ToArray();
}
