using Ledger.Chaincode;
using Ledger.Contracts.Grid;

namespace Ledger.Contracts.Coordination;

/// <summary>A price iteration between the devices of a market for one slot, as it stands (M5).</summary>
public sealed class IterationRecord : IRecord<IterationRecord>
{
    /// <summary>Most devices of one iteration.</summary>
    public const int DevicesMax = 256;

    /// <summary>The devices' accounts.</summary>
    public required string[] Accounts { get; init; }

    /// <summary>Their buses.</summary>
    public required string[] Buses { get; init; }

    /// <summary>Most Wh that each draws or feeds in.</summary>
    public required long[] CapacityWh { get; init; }

    /// <summary>Step and tolerances: rho, imbalance, dual residual, rounds.</summary>
    public required long[] Rules { get; init; }

    /// <summary>The state after the last round.</summary>
    public required PriceIteration State { get; set; }

    /// <summary>Answers of the round that is open.</summary>
    public required long[] OpenWh { get; set; }

    /// <summary>Which of them are there, 0 or 1.</summary>
    public required long[] HasAnswered { get; set; }

    /// <inheritdoc/>
    public static IterationRecord Decode(RecordReader reader)
    {
        reader.Int();
        return new IterationRecord
        {
            Accounts = reader.Texts(),
            Buses = reader.Texts(),
            CapacityWh = reader.Longs(),
            Rules = reader.Longs(),
            OpenWh = reader.Longs(),
            HasAnswered = reader.Longs(),
            State = new PriceIteration
            {
                Round = reader.Int(),
                PriceScaled = reader.Int128(),
                MeanScaled = reader.Int128(),
                AnswersWh = reader.Longs(),
                ImbalanceWh = reader.Int128(),
                DualScaled = reader.Int128(),
                IsConverged = reader.Bool(),
            },
        };
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer
        .Int(1)
        .Texts(Accounts)
        .Texts(Buses)
        .Longs(CapacityWh)
        .Longs(Rules)
        .Longs(OpenWh)
        .Longs(HasAnswered)
        .Int(State.Round)
        .Int128(State.PriceScaled)
        .Int128(State.MeanScaled)
        .Longs(State.AnswersWh)
        .Int128(State.ImbalanceWh)
        .Int128(State.DualScaled)
        .Bool(State.IsConverged);

    /// <summary>The rules as the step takes them.</summary>
    public PriceIterationRules StepRules() => new()
    {
        RhoMicro = Rules[0],
        ImbalanceWhMax = Rules[1],
        DualMicroMax = Rules[2],
        RoundsMax = (int)Rules[3],
    };

    /// <summary>Index of an account, or -1.</summary>
    public int IndexOf(string account)
    {
        for (var i = 0; i < Accounts.Length; i++)
        {
            if (Accounts[i] == account)
            {
                return i;
            }
        }

        return -1;
    }
}
