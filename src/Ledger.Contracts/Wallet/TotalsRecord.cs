using Ledger.Chaincode;

namespace Ledger.Contracts.Wallet;

/// <summary>
/// Money that entered and left the ledger; the balances of all accounts add up to the difference. Immutable.
/// </summary>
public sealed class TotalsRecord : IRecord<TotalsRecord>
{
    /// <summary>Most money ever issued, in n¤ (4 x 10^9 ¤): no sum of balances can leave 64 bits.</summary>
    public const long IssuedNanoMax = 4_000_000_000_000_000_000;

    /// <summary>Names every property.</summary>
    public TotalsRecord(long issuedNano, long redeemedNano)
    {
        IssuedNano = issuedNano;
        RedeemedNano = redeemedNano;
    }

    /// <summary>n¤ issued so far.</summary>
    public long IssuedNano { get; }

    /// <summary>n¤ redeemed so far.</summary>
    public long RedeemedNano { get; }

    /// <inheritdoc/>
    public static TotalsRecord Decode(RecordReader reader)
    {
        reader.Int();
        return new TotalsRecord(reader.Long(), reader.Long());
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer.Int(1).Long(IssuedNano).Long(RedeemedNano);
}
