using Ledger.Chaincode;

namespace Ledger.Contracts.Certificates;

/// <summary>The certificate contract as other contracts see it.</summary>
public static class CertificateCalls
{
    /// <summary>Issues certificates, columns of equal length; none does nothing.</summary>
    public static void Issue(
        CallContext context, long slot, string[] producers, string[] owners, long[] origins, long[] quantitiesWh)
    {
        if (producers.Length > 0)
        {
            context.Call(
                "certificates",
                "issue",
                new RecordWriter().Long(slot).Texts(producers).Texts(owners).Longs(origins).Longs(quantitiesWh)
                    .ToArray());
        }
    }
}
