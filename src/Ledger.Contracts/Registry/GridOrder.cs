using Ledger.Chaincode;

namespace Ledger.Contracts.Registry;

/// <summary>An order of the grid supervisor for a range of slots (M7). Immutable.</summary>
public sealed class GridOrder : IRecord<GridOrder>
{
    /// <summary>Most orders that one microgrid keeps.</summary>
    public const int OrdersMax = 1_000;

    /// <summary>Who gave it.</summary>
    public required string Account { get; init; }

    /// <summary>Whether it freezes a line; otherwise it caps a bus.</summary>
    public required bool IsFreeze { get; init; }

    /// <summary>The line or the bus.</summary>
    public required string Target { get; init; }

    /// <summary>Most power that the bus draws, in W.</summary>
    public required long DrawW { get; init; }

    /// <summary>Most power that the bus feeds in, in W.</summary>
    public required long FeedW { get; init; }

    /// <summary>First slot.</summary>
    public required long FromSlot { get; init; }

    /// <summary>Last slot.</summary>
    public required long ToSlot { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <inheritdoc/>
    public static GridOrder Decode(RecordReader reader)
    {
        reader.Int();
        return new GridOrder
        {
            Account = reader.Text(),
            IsFreeze = reader.Bool(),
            Target = reader.Text(),
            DrawW = reader.Long(),
            FeedW = reader.Long(),
            FromSlot = reader.Long(),
            ToSlot = reader.Long(),
            Reason = reader.Text(),
        };
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer
        .Int(1)
        .Text(Account)
        .Bool(IsFreeze)
        .Text(Target)
        .Long(DrawW)
        .Long(FeedW)
        .Long(FromSlot)
        .Long(ToSlot)
        .Text(Reason);
}
