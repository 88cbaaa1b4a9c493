using Ledger.Client;

namespace Ledger.Cli.Report.Records;

/// <summary>A certificate of origin. Immutable.</summary>
internal sealed record CertificateEntry(
    long Number, string Producer, int Origin, long Slot, long QuantityWh, string Owner, long SplitFrom, string RetiredFor)
{
    /// <summary>Reads the certificates' record.</summary>
    public static CertificateEntry Decode(long number, byte[] record)
    {
        var reader = new ResultReader(record);
        RecordFormat.Require(reader.Int(), 1, "certificates");
        return new CertificateEntry(
            number, reader.Text(), reader.Int(), reader.Long(), reader.Long(), reader.Text(), reader.Long(), reader.Text());
    }
}
