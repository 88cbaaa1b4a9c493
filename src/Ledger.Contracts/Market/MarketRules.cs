using Ledger.Chaincode;

namespace Ledger.Contracts.Market;

/// <summary>
/// The governed configuration of a market: the mechanism by its name, and the parameters that mechanisms know. A slot
/// keeps the rules that were in force when it was opened. Immutable.
/// </summary>
public sealed class MarketRules
{
    /// <summary>Largest denominator of k.</summary>
    public const long DenominatorMax = 1_000_000_000;

    /// <summary>Name of the mechanism.</summary>
    public required string Mechanism { get; init; }

    /// <summary>Numerator of k, 0 to <see cref="KDenominator"/>.</summary>
    public long KNumerator { get; init; } = 1;

    /// <summary>Denominator of k.</summary>
    public long KDenominator { get; init; } = 2;

    /// <summary>Whether the interval is that of the last accepted orders.</summary>
    public bool IsMarginalInterval { get; init; }

    /// <summary>Whether the long side of the last level is shared by largest remainder.</summary>
    public bool IsProRata { get; init; }

    /// <summary>The fixed price, or the reserve price of a procurement, in µ¤/kWh.</summary>
    public long PriceMicro { get; init; }

    /// <summary>Whether the grid supervisor takes the other side of what is left at the fixed price.</summary>
    public bool IsSupervised { get; init; }

    /// <summary>Energy that a procurement asks for, in Wh.</summary>
    public long DemandWh { get; init; }

    /// <summary>Whether closing, clearing, the security check and sealing are calls of their own.</summary>
    public bool IsStepwise { get; init; }

    /// <summary>Whether clearing must pass the check of the microgrid's feeder before it is sealed (M7).</summary>
    public bool IsSecured { get; init; }

    /// <summary>
    /// The part of the transport fee of the cheapest path to their sellers that buyers pay, in basis points (M13); 0 for
    /// none.
    /// </summary>
    public long TransportBps { get; init; }

    /// <summary>Whether orders of equal price stand in the order of their owners' reliability (M10).</summary>
    public bool IsRanked { get; init; }

    /// <summary>Whether orders trade at once rather than wait for the slot to be cleared (cda).</summary>
    public bool IsContinuous => Mechanism == MechanismNames.ContinuousAuction;

    /// <summary>The rules of a market that none was given: k = 1/2, equilibrium interval, time priority.</summary>
    public static MarketRules Default(string mechanism) => new() { Mechanism = mechanism };

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    public static MarketRules Decode(RecordReader reader) => new()
    {
        Mechanism = reader.Text(),
        KNumerator = reader.Long(),
        KDenominator = reader.Long(),
        IsMarginalInterval = reader.Bool(),
        IsProRata = reader.Bool(),
        PriceMicro = reader.Long(),
        IsSupervised = reader.Bool(),
        DemandWh = reader.Long(),
        IsStepwise = reader.Bool(),
        IsSecured = reader.Bool(),
        TransportBps = reader.Long(),
        IsRanked = reader.Bool(),
    };

    /// <summary>Writes all fields.</summary>
    public void Encode(RecordWriter writer) => writer
        .Text(Mechanism)
        .Long(KNumerator)
        .Long(KDenominator)
        .Bool(IsMarginalInterval)
        .Bool(IsProRata)
        .Long(PriceMicro)
        .Bool(IsSupervised)
        .Long(DemandWh)
        .Bool(IsStepwise)
        .Bool(IsSecured)
        .Long(TransportBps)
        .Bool(IsRanked);
}
