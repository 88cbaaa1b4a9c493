using Ledger.Chaincode;

namespace Ledger.Contracts.Registry;

/// <summary>A microgrid and the utility cell that runs it. Immutable.</summary>
public sealed class MicrogridRecord : IRecord<MicrogridRecord>
{
    /// <summary>Names every property.</summary>
    public MicrogridRecord(string name, string organisation, string registeredBy)
    {
        Name = name;
        Organisation = organisation;
        RegisteredBy = registeredBy;
    }

    /// <summary>Display name.</summary>
    public string Name { get; }

    /// <summary>The organisation whose operators run it.</summary>
    public string Organisation { get; }

    /// <summary>The account that registered it.</summary>
    public string RegisteredBy { get; }

    /// <inheritdoc/>
    public static MicrogridRecord Decode(RecordReader reader)
    {
        reader.Int();
        return new MicrogridRecord(reader.Text(), reader.Text(), reader.Text());
    }

    /// <inheritdoc/>
    public void Encode(RecordWriter writer) => writer.Int(1).Text(Name).Text(Organisation).Text(RegisteredBy);
}
