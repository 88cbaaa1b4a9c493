using Ledger.Chaincode;

namespace Ledger.Contracts.Registry;

/// <summary>One name that another name leads to, for indexes. Immutable.</summary>
public sealed class NameRecord : IRecord<NameRecord>
{
    /// <summary>Holds a name.</summary>
    public NameRecord(string name)
    {
        Name = name;
    }

    /// <summary>The name that is led to.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public static NameRecord Decode(RecordReader reader)
    {
        reader.Int();
        return new NameRecord(reader.Text());
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer.Int(1).Text(Name);
}
