using System.Text.Json;

namespace Ledger.Primitives;

/// <summary>
/// What all nodes must agree on before the first block. It is a JSON file; the chain id is the SHA-256 of its exact
/// bytes, so two nodes with
/// genesis files that differ in one byte are on different chains and never hear each other.
/// </summary>
public sealed record GenesisDocument
{
    /// <summary>The format this code reads.</summary>
    public const int FormatVersion = 1;

    /// <summary>Validity window of a file that names none, in blocks.</summary>
    public const int ValidityWindowDefault = 2048;

    /// <summary>Format version, 1.</summary>
    public int Format { get; init; } = FormatVersion;

    /// <summary>Name of the network, for people.</summary>
    public required string Name { get; init; }

    /// <summary>Ledger time of genesis, milliseconds since 1970-01-01 UTC; every block is later.</summary>
    public required ulong TimeMilliseconds { get; init; }

    /// <summary>The member organisations and their certificate authorities.</summary>
    public required IReadOnlyList<GenesisOrganisation> Organisations { get; init; }

    /// <summary>The validators, in order of their replica ids.</summary>
    public required IReadOnlyList<GenesisValidator> Validators { get; init; }

    /// <summary>Longest validity window of a transaction, in blocks; at least 1, <see cref="ValidityWindowDefault"/>
    /// when left out.</summary>
    public int ValidityWindowBlocks { get; init; } = ValidityWindowDefault;

    /// <summary>Batch, window, checkpoint and rotation; the defaults when left out. A member that is named names all.</summary>
    public ConsensusParameters Consensus { get; init; } = ConsensusParameters.Default;

    /// <summary>The policy for contracts and the packages agreed beforehand; the default when left out.</summary>
    public GenesisChaincode Chaincode { get; init; } = GenesisChaincode.Default;

    /// <summary>What calls of contracts may use; the defaults when left out. A member that is named names all.</summary>
    public ExecutionLimits Limits { get; init; } = ExecutionLimits.Default;

    /// <summary>Reads a genesis file.</summary>
    /// <exception cref="FormatException">It is not a valid genesis; the message is one line for people.</exception>
    public static (GenesisDocument Document, Digest ChainId) Parse(ReadOnlySpan<byte> file)
    {
        try
        {
            var document = JsonSerializer.Deserialize(file, GenesisJson.Default.GenesisDocument);
            if (document is not { Format: FormatVersion })
            {
                throw new FormatException($"the genesis file has format {document?.Format}, not {FormatVersion}");
            }

            // The reader that is generated at build time leaves out what the file leaves out, initial values included.
            if (!Names(file, "validityWindowBlocks"))
            {
                document = document with { ValidityWindowBlocks = ValidityWindowDefault };
            }

            if (!Names(file, "consensus"))
            {
                document = document with { Consensus = ConsensusParameters.Default };
            }

            if (!Names(file, "chaincode"))
            {
                document = document with { Chaincode = GenesisChaincode.Default };
            }

            if (!Names(file, "limits"))
            {
                document = document with { Limits = ExecutionLimits.Default };
            }

            document.Validate();
            return (document, Digest.Of(file));
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new FormatException($"the genesis file is not valid: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    /// <summary>The file's bytes.</summary>
    public byte[] Encode() => JsonSerializer.SerializeToUtf8Bytes(this, GenesisJson.Default.GenesisDocument);

    /// <summary>The validators as consensus knows them.</summary>
    /// <exception cref="ArgumentException">Too few or repeated validators, or one of an organisation that is not listed.</exception>
    public Membership ToMembership()
    {
        foreach (var validator in Validators)
        {
            if (!Organisations.Any(o => o.Id == validator.Organisation))
            {
                throw new ArgumentException($"validator {validator.Name} belongs to no listed organisation");
            }
        }

        return new Membership(
            [.. Validators.Select(v => new Validator(v.Name, v.Organisation, v.PublicKey))]);
    }

    private static bool Names(ReadOnlySpan<byte> file, string property)
    {
        var reader = new Utf8JsonReader(file);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals(property))
            {
                return true;
            }
        }

        return false;
    }

    private void Validate()
    {
        // What JSON calls null is no null to the type system, so these checks are not idle.
        if (Name is null || Organisations is null || Validators is null || Consensus is null || Chaincode is null || Limits is null ||
            Organisations.Any(o => o is not { Id: not null, CaCertificate: not null }) ||
            Validators.Any(v => v is not { Name: not null, Organisation: not null, PublicKey: not null }))
        {
            throw new FormatException("the genesis file is not valid: something in it is null");
        }

        if (ValidityWindowBlocks < 1)
        {
            throw new FormatException($"the genesis file is not valid: a validity window of {ValidityWindowBlocks} blocks admits nothing");
        }

        var repeated = Organisations.GroupBy(o => o.Id, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        if (repeated != null)
        {
            throw new FormatException($"the genesis file is not valid: organisation {repeated.Key} is listed twice");
        }

        if (Chaincode.Flaw() is { } flaw)
        {
            throw new FormatException($"the genesis file is not valid: chaincode: {flaw}");
        }

        if (!ApprovalPolicy.TryParse(Chaincode.Policy)!.CanBeMet(Organisations.Count))
        {
            throw new FormatException(
                $"the genesis file is not valid: {Organisations.Count} organisations cannot meet the policy '{Chaincode.Policy}'");
        }

        Consensus.Validate();
        Limits.Validate();
        ToMembership();
    }
}
