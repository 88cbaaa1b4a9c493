using Ledger.Chaincode;

namespace Ledger.Contracts.Registry;

/// <summary>
/// A tax or surcharge of a microgrid (M20): so much for each kWh that is drawn, and a share of what a participant pays
/// for a slot, from a slot on. Immutable.
/// </summary>
public sealed class LevyRecord : IRecord<LevyRecord>
{
    /// <summary>Most levies of a microgrid.</summary>
    public const int LeviesMax = 16;

    /// <summary>Who receives it.</summary>
    public required string Account { get; init; }

    /// <summary>First slot in which it is raised.</summary>
    public required long FromSlot { get; init; }

    /// <summary>Last slot in which it is raised.</summary>
    public required long ToSlot { get; init; }

    /// <summary>µ¤ for each kWh drawn by the meter.</summary>
    public required long EnergyMicro { get; init; }

    /// <summary>Basis points of what the participant pays for energy in the slot, rounded down.</summary>
    public required long ShareBps { get; init; }

    /// <inheritdoc/>
    public static LevyRecord Decode(RecordReader reader)
    {
        reader.Int();
        return new LevyRecord
        {
            Account = reader.Text(),
            FromSlot = reader.Long(),
            ToSlot = reader.Long(),
            EnergyMicro = reader.Long(),
            ShareBps = reader.Long(),
        };
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) =>
        writer.Int(1).Text(Account).Long(FromSlot).Long(ToSlot).Long(EnergyMicro).Long(ShareBps);
}
