using System.Text.Json.Nodes;
using Ledger.Cli.Output;
using Ledger.Client;
using Ledger.Primitives;

namespace Ledger.Cli.Export;

/// <summary>
/// Names of arguments and types of results, by the contracts in force when the export is made; what does not fit them, or
/// is of a contract that is not in force any more, stays undecoded.
/// </summary>
internal sealed class ContractDictionary
{
    private readonly Dictionary<(string Contract, string Function), ContractFunction> _functions = [];

    public ContractDictionary(IEnumerable<ContractManifest> contracts)
    {
        foreach (var contract in contracts)
        {
            foreach (var function in contract.Functions)
            {
                _functions[(contract.Name, function.Name)] = function;
            }
        }
    }

    /// <summary>Knows nothing.</summary>
    public static ContractDictionary Empty { get; } = new([]);

    /// <summary>A call's arguments by name; null when they are not known.</summary>
    public JsonObject? Arguments(ContractCall call)
    {
        if (!_functions.TryGetValue((call.Contract, call.Function), out var function))
        {
            return null;
        }

        try
        {
            var reader = new ResultReader(call.Arguments.Span);
            var named = new JsonObject();
            foreach (var parameter in function.Parameters)
            {
                named[parameter.Name] = ReceiptView.Json(Read(ref reader, parameter.Type));
            }

            reader.End();
            return named;
        }
        catch (LedgerException)
        {
            // Made for another version of the contract, or no valid arguments, which is for the receipt to say.
            return null;
        }
    }

    /// <summary>A call's result as a value; null when it is not known.</summary>
    public JsonNode? Result(ContractCall call, CallResult result)
    {
        if (result.Status != ReceiptStatus.Ok || !_functions.TryGetValue((call.Contract, call.Function), out var function))
        {
            return null;
        }

        try
        {
            return ReceiptView.Json(ReceiptView.Value(function, result.Result));
        }
        catch (LedgerException)
        {
            return null;
        }
    }

    private static object? Read(ref ResultReader reader, ContractValueType type) => type switch
    {
        ContractValueType.Bool => reader.Bool(),
        ContractValueType.Int => reader.Int(),
        ContractValueType.Long => reader.Long(),
        ContractValueType.Text => reader.Text(),
        ContractValueType.Bytes => reader.Bytes(),
        ContractValueType.Longs => reader.Longs(),
        ContractValueType.Texts => reader.Texts(),
        _ => null,
    };
}
