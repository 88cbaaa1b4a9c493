using Ledger.Client;

namespace Ledger.Cli.Commands;

/// <summary>
/// Finds functions by name and encodes the arguments of a command line; what does not fit is bad input.
/// </summary>
internal static class ContractLookup
{
    /// <summary>Longest file that an argument may name with @.</summary>
    private const long FileBytesMax = 1024 * 1024;

    public static async Task<ContractFunction> FunctionAsync(
        LedgerClient client, string contract, string function, CancellationToken cancellation)
    {
        var contracts = await client.ContractsAsync(cancellation).ConfigureAwait(false);
        var manifest = contracts.FirstOrDefault(c => c.Name == contract)
            ?? throw CommandException.BadInput(
                $"there is no contract '{contract}'; there are {string.Join(", ", contracts.Select(c => c.Name))}");
        try
        {
            return manifest.Function(function);
        }
        catch (FormatException e)
        {
            throw CommandException.BadInput(e.Message);
        }
    }

    /// <summary>Encodes the arguments; for a <c>byte[]</c> the text may be @ and the name of a file.</summary>
    public static byte[] Encode(ContractFunction function, IReadOnlyList<string> texts)
    {
        var read = texts.Select((text, i) =>
            text.StartsWith('@') && i < function.Parameters.Count && function.Parameters[i].Type == ContractValueType.Bytes
                ? Convert.ToHexStringLower(ReadFile(text[1..]))
                : text);
        try
        {
            return function.EncodeArguments([.. read]);
        }
        catch (FormatException e)
        {
            throw CommandException.BadInput(e.Message);
        }
    }

    /// <summary>A file that goes into a transaction whole.</summary>
    public static byte[] ReadFile(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw CommandException.BadInput($"there is no file {path}");
        }

        return file.Length <= FileBytesMax
            ? File.ReadAllBytes(path)
            : throw CommandException.BadInput($"{path} has {file.Length} bytes; a transaction carries at most {FileBytesMax}");
    }
}
