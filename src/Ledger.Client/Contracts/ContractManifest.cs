using Ledger.Primitives;

namespace Ledger.Client;

/// <summary>
/// A contract in force, as <c>lifecycle.contracts</c> describes it. What programs and people need to call it without
/// having been compiled against it. Immutable.
/// </summary>
/// <param name="Name">Its address on the ledger.</param>
/// <param name="PackageHash">SHA-256 of the package that carries it; zeros for the ledger's own contracts.</param>
/// <param name="PackageName">Name of the package; <c>system</c> for the ledger's own.</param>
/// <param name="FromHeight">First block that this package executes in; 0 for the ledger's own.</param>
/// <param name="Approvals">Who agreed to it.</param>
/// <param name="Functions">Ascending by name.</param>
public sealed record ContractManifest(
    string Name,
    Digest PackageHash,
    string PackageName,
    ulong FromHeight,
    IReadOnlyList<PackageApproval> Approvals,
    IReadOnlyList<ContractFunction> Functions)
{
    /// <summary>Days of ledger time after which earlier values of its keys may be pruned; 0 when it states none.</summary>
    public uint HistoryAgeDays { get; init; }

    /// <summary>Name of the contract that lists contracts.</summary>
    public const string LifecycleContract = "lifecycle";

    private const int TextSizeMax = 4096;

    /// <summary>The function of this name.</summary>
    /// <exception cref="FormatException">There is none; one line that lists those there are.</exception>
    public ContractFunction Function(string name) =>
        Functions.FirstOrDefault(f => f.Name == name)
        ?? throw new FormatException(
            $"contract {Name} has no function '{name}'; it has {string.Join(", ", Functions.Select(f => f.Name))}");

    /// <summary>Reads the result of <c>lifecycle.contracts()</c>.</summary>
    /// <exception cref="LedgerException">Unproven when the bytes are something else.</exception>
    public static IReadOnlyList<ContractManifest> DecodeList(ReadOnlySpan<byte> result)
    {
        var outer = new CanonicalReader(result);
        var reader = new CanonicalReader(outer.Bytes());
        var contracts = new ContractManifest[reader.Count(elementSizeMin: 60)];
        for (var i = 0; i < contracts.Length; i++)
        {
            contracts[i] = DecodeContract(ref reader);
        }

        return outer.IsComplete && reader.IsComplete
            ? contracts
            : throw new LedgerException(LedgerError.Unproven, "the list of contracts is malformed");
    }

    private static ContractManifest DecodeContract(ref CanonicalReader reader)
    {
        var hash = reader.Digest();
        var package = reader.Text(TextSizeMax);
        var height = reader.U64();
        var approvals = new PackageApproval[reader.Count(elementSizeMin: 16)];
        for (var i = 0; i < approvals.Length; i++)
        {
            approvals[i] = new PackageApproval(reader.Text(TextSizeMax), reader.Text(TextSizeMax), reader.U64());
        }

        var name = reader.Text(ContractCall.ContractSizeMax);
        var days = reader.U32();
        var functions = new ContractFunction[reader.Count(elementSizeMin: 25)];
        for (var i = 0; i < functions.Length; i++)
        {
            functions[i] = DecodeFunction(ref reader);
        }

        return new ContractManifest(name, hash, package, height, approvals, functions) { HistoryAgeDays = days };
    }

    private static ContractFunction DecodeFunction(ref CanonicalReader reader)
    {
        var name = reader.Text(ContractCall.FunctionSizeMax);
        var isReadOnly = reader.Bool();
        var parameters = new FunctionParameter[reader.Count(elementSizeMin: 8)];
        for (var i = 0; i < parameters.Length; i++)
        {
            parameters[i] = new FunctionParameter(reader.Text(TextSizeMax), DecodeType(ref reader));
        }

        return new ContractFunction(name, isReadOnly, parameters, DecodeType(ref reader), reader.Text(TextSizeMax))
        {
            GasHint = reader.U64(),
        };
    }

    private static ContractValueType DecodeType(ref CanonicalReader reader)
    {
        if (ContractValueTypes.Parse(reader.Text(TextSizeMax)) is { } type)
        {
            return type;
        }

        reader.Fail();
        return ContractValueType.Void;
    }
}
