using Ledger.Chaincode;

namespace Ledger.Contracts.Certificates;

/// <summary>
/// Certificates of origin per Wh delivered (M12): issued by settlements to the buyer, passed on whole or in part, and
/// retired once. What is issued for a producer and slot never exceeds what it delivered.
/// </summary>
[Contract("certificates")]
public sealed class CertificateContract
{
    private const int IssuedMax = 10_000;

    /// <summary>
    /// Issues certificates, columns of equal length, and returns the number of the first; the others follow. Event
    /// <c>issued</c>: slot, first number (longs), count (int).
    /// </summary>
    [Function]
    [FromContract("settlement", "trading")]
    public long Issue(
        CallContext context, long slot, string[] producers, string[] owners, long[] origins, long[] quantitiesWh)
    {
        context.Require(producers.Length is > 0 and <= IssuedMax, "1 to 10000 certificates are issued at once");
        var counters = new RecordStore<NumberRecord>(context, "next");
        var first = counters.Find(counters.Root)?.Value ?? 0;
        for (var i = 0; i < producers.Length; i++)
        {
            context.Require(quantitiesWh[i] > 0, "a certificate stands for a positive quantity");
            Add(context, first + i, new CertificateRecord
            {
                Producer = producers[i],
                Origin = (int)origins[i],
                Slot = slot,
                QuantityWh = quantitiesWh[i],
                Owner = owners[i],
                SplitFrom = -1,
            });
        }

        counters.Put(counters.Root, new NumberRecord(first + producers.Length));
        context.Emit("issued", new RecordWriter().Long(slot).Long(first).Int(producers.Length).ToArray());
        return first;
    }

    /// <summary>
    /// Passes a quantity of the caller's certificate on; less than the whole splits it. Returns the number of the
    /// certificate that the receiver holds. Event <c>passed</c>: number (long), to (text), Wh (long).
    /// </summary>
    [Function]
    [AnyMember]
    public long Transfer(CallContext context, long number, string to, long quantityWh)
    {
        Names.RequireAccount(context, to);
        var record = Own(context, number);
        context.Require(to != record.Owner, "an account cannot transfer to itself");
        context.Require(
            quantityWh > 0 && quantityWh <= record.QuantityWh,
            "certificate " + number + " stands for " + record.QuantityWh + " Wh");
        var passed = number;
        var owners = new RecordStore<NumberRecord>(context, "owned");
        if (quantityWh == record.QuantityWh)
        {
            owners.Delete(owners.Root.And(record.Owner).And(number));
            record.Owner = to;
            Add(context, number, record);
        }
        else
        {
            var counters = new RecordStore<NumberRecord>(context, "next");
            passed = counters.Find(counters.Root)?.Value ?? 0;
            counters.Put(counters.Root, new NumberRecord(passed + 1));
            record.QuantityWh -= quantityWh;
            Add(context, number, record);
            Add(context, passed, new CertificateRecord
            {
                Producer = record.Producer,
                Origin = record.Origin,
                Slot = record.Slot,
                QuantityWh = quantityWh,
                Owner = to,
                SplitFrom = number,
            });
        }

        context.Emit("passed", new RecordWriter().Long(passed).Text(to).Long(quantityWh).ToArray());
        return passed;
    }

    /// <summary>
    /// Retires the caller's certificate for a purpose, once and for all. Event <c>retired</c>: number (long), owner,
    /// purpose (texts), Wh (long).
    /// </summary>
    [Function]
    [AnyMember]
    public void Retire(CallContext context, long number, string purpose)
    {
        context.Require(purpose.Length is > 0 and <= Names.TextLengthMax, "a purpose has 1 to 64 characters");
        var record = Own(context, number);
        record.RetiredFor = purpose;
        Add(context, number, record);
        context.Emit(
            "retired",
            new RecordWriter().Long(number).Text(record.Owner).Text(purpose).Long(record.QuantityWh).ToArray());
    }

    /// <summary>
    /// A certificate: producer, owner, origin, purpose it was retired for (texts), slot, Wh, number it was split from
    /// (longs); empty when there is none.
    /// </summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public byte[] Certificate(CallContext context, long number)
    {
        var record = Find(context, number);
        if (record == null)
        {
            return new byte[0];
        }

        return new RecordWriter()
            .Text(record.Producer)
            .Text(record.Owner)
            .Text(Origins.NameOf(record.Origin))
            .Text(record.RetiredFor)
            .Long(record.Slot)
            .Long(record.QuantityWh)
            .Long(record.SplitFrom)
            .ToArray();
    }

    /// <summary>Numbers of an account's certificates, retired ones included; at most 1,000 from a number on.</summary>
    [Function(ReadOnly = true)]
    [AnyMember]
    public long[] Owned(CallContext context, string account, long fromNumber)
    {
        var owners = new RecordStore<NumberRecord>(context, "owned");
        var found = new List<long>();
        foreach (var record in owners.Scan(owners.Root.And(account), Bounds.AuditAccountsMax))
        {
            if (record.Value >= fromNumber && found.Count < Bounds.ListMax)
            {
                found.Add(record.Value);
            }
        }

        return found.ToArray();
    }

    private static CertificateRecord? Find(CallContext context, long number)
    {
        var records = new RecordStore<CertificateRecord>(context, "certificate");
        return records.Find(records.Root.And(number));
    }

    private static CertificateRecord Own(CallContext context, long number)
    {
        var record = Find(context, number);
        context.Require(record != null, "there is no certificate " + number);
        if (record.Owner != context.Caller.Account)
        {
            context.Deny("certificate " + number + " belongs to another account");
        }

        context.Require(
            record.RetiredFor.Length == 0, "certificate " + number + " was retired for " + record.RetiredFor);
        return record;
    }

    private static void Add(CallContext context, long number, CertificateRecord record)
    {
        var records = new RecordStore<CertificateRecord>(context, "certificate");
        records.Put(records.Root.And(number), record);
        var owners = new RecordStore<NumberRecord>(context, "owned");
        owners.Put(owners.Root.And(record.Owner).And(number), new NumberRecord(number));
    }
}
