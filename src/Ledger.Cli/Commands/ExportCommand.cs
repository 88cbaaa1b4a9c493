using System.CommandLine;
using System.Runtime.CompilerServices;
using Ledger.Cli.Export;
using Ledger.Cli.Network;
using Ledger.Cli.Output;
using Ledger.Client;
using Ledger.Node.Audit;
using Ledger.Primitives;
using Ledger.Storage;

namespace Ledger.Cli.Commands;

/// <summary><c>export</c>: blocks, transactions or events as lines that other programs read.</summary>
internal sealed class ExportCommand : CliCommand
{
    private readonly Option<string> _what = new("--what")
    {
        Description = "What the rows are: blocks, transactions or events.", HelpName = "WHAT", Required = true,
    };

    private readonly Option<string> _format = new("--format")
    {
        Description = "jsonl (one JSON object a line) or csv (RFC 4180).", HelpName = "FORMAT",
        DefaultValueFactory = _ => "jsonl",
    };

    private readonly Option<ulong?> _from = new("--from")
    {
        Description = "First block; by default the lowest that is kept.", HelpName = "HEIGHT",
    };

    private readonly Option<ulong?> _to = new("--to") { Description = "Last block; by default the newest.", HelpName = "HEIGHT" };

    private readonly Option<string?> _output = new("--output")
    {
        Description = "File to write; it appears once it is whole. By default standard output.", HelpName = "FILE",
    };

    private readonly Option<string> _directory = CommonOptions.Directory();
    private readonly Option<string?> _as = CommonOptions.As();
    private readonly Option<string?> _node = CommonOptions.Node();
    private readonly Option<string?> _data = DataDirectory.Option();
    private readonly Option<string?> _genesis = DataDirectory.Genesis();

    public ExportCommand(Terminal terminal)
        : base(
            terminal, "export", "Writes blocks, transactions or events for analysts; the columns are in docs/operators.md.",
            "ledger export --what events --format csv --dir my-network --output events.csv")
    {
        _what.AcceptOnlyFromAmong("blocks", "transactions", "events");
        _format.AcceptOnlyFromAmong("jsonl", "csv");
        foreach (var option in (Option[])[_what, _format, _from, _to, _output, _directory, _as, _node, _data, _genesis])
        {
            Add(option);
        }
    }

    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(_data) is { } data)
        {
            return parsed.GetValue(_node) == null
                ? await ExportStoppedAsync(parsed, DataDirectory.Resolve(data), cancellation).ConfigureAwait(false)
                : throw CommandException.BadInput("--node is for a running node and --data for a stopped one: not both");
        }

        var network = LocalNetwork.Load(parsed.GetRequiredValue(_directory));
        var connection = CommonOptions.Connect(network, parsed.GetValue(_as), parsed.GetValue(_node));
        await using (connection.ConfigureAwait(false))
        {
            var client = connection.Client;
            var status = await client.StatusAsync(cancellation).ConfigureAwait(false);
            var range = BlockRange.Of(
                parsed.GetValue(_from), parsed.GetValue(_to), status.LowestBlock.Value, status.Height.Value);
            var contracts = await ContractsAsync(client, cancellation).ConfigureAwait(false);
            var blocks = range.To < range.From
                ? NoBlocksAsync()
                : client.BlocksAsync(new SequenceNumber(range.From), range.To, cancellation);
            return await WriteAsync(parsed, contracts, blocks, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task<ContractDictionary> ContractsAsync(LedgerClient client, CancellationToken cancellation)
    {
        try
        {
            return new ContractDictionary(await client.ContractsAsync(cancellation).ConfigureAwait(false));
        }
        catch (LedgerException e) when (e.Code is LedgerError.PermissionDenied or LedgerError.Unauthenticated
                                            or LedgerError.NotFound or LedgerError.Refused)
        {
            // An account that is not enrolled may read blocks and not ask contracts: the rows are without names then.
            return ContractDictionary.Empty;
        }
    }

    private async Task<int> ExportStoppedAsync(ParseResult parsed, string directory, CancellationToken cancellation)
    {
        var genesis = parsed.GetValue(_genesis) ?? DataDirectory.FindGenesis(directory);
        Digest? chainId = genesis == null ? null : DataDirectory.ReadGenesis(genesis).ChainId;
        using var store = await DataDirectory.ReadAsync(() => LedgerStore.OpenReadOnly(directory, chainId)).ConfigureAwait(false);
        var range = BlockRange.Of(
            parsed.GetValue(_from), parsed.GetValue(_to), store.LowestBlock.Value, store.Height.Value);
        var contracts = genesis != null && StoredContracts.TryRead(store, genesis) is { } encoded
            ? new ContractDictionary(ContractManifest.DecodeList(encoded))
            : ContractDictionary.Empty;
        return await WriteAsync(parsed, contracts, StoredBlocksAsync(store, range, cancellation), cancellation)
            .ConfigureAwait(false);
    }

    private async Task<int> WriteAsync(
        ParseResult parsed, ContractDictionary contracts, IAsyncEnumerable<Block> blocks, CancellationToken cancellation)
    {
        var rows = new ExportRows(Enum.Parse<ExportKind>(parsed.GetRequiredValue(_what), ignoreCase: true), contracts);
        var format = Enum.Parse<ExportFormat>(parsed.GetRequiredValue(_format), ignoreCase: true);
        if (parsed.GetValue(_output) is not { } path)
        {
            try
            {
                await RowsAsync(rows, WriterOf(format, Terminal.Out), blocks, cancellation).ConfigureAwait(false);
                return ExitStatus.Ok;
            }
            catch (Exception e) when (e is LedgerException or StorageException or IOException or CommandException)
            {
                throw CommandException.Failed($"the export is incomplete: {e.Message}");
            }
        }

        using var file = new ExportFile(path);
        try
        {
            var count = await RowsAsync(rows, WriterOf(format, file.Writer), blocks, cancellation).ConfigureAwait(false);
            file.Complete();
            Terminal.Line($"{count} rows in {Path.GetFullPath(path)}");
        }
        catch (IOException e)
        {
            throw CommandException.Failed($"{Path.GetFullPath(path)} was not written: {e.Message}");
        }

        return ExitStatus.Ok;
    }

    private static async Task<ulong> RowsAsync(
        ExportRows rows, IRowWriter writer, IAsyncEnumerable<Block> blocks, CancellationToken cancellation)
    {
        writer.Begin(rows.Columns);
        ulong count = 0;
        await foreach (var block in blocks.WithCancellation(cancellation).ConfigureAwait(false))
        {
            foreach (var row in rows.Of(block))
            {
                writer.Row(row);
                count++;
            }
        }

        writer.Flush();
        return count;
    }

    private static IRowWriter WriterOf(ExportFormat format, TextWriter output) =>
        format == ExportFormat.Csv ? new CsvWriter(output) : new JsonlWriter(output);

    private static async IAsyncEnumerable<Block> StoredBlocksAsync(
        LedgerStore store, BlockRange range, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var height = range.From; height <= range.To; height++)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return store.ReadBlock(new SequenceNumber(height))
                ?? throw CommandException.Failed($"block {height} is missing");
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    private static async IAsyncEnumerable<Block> NoBlocksAsync()
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield break;
    }
}
