using System.CommandLine;
using System.Text.Json.Nodes;
using Ledger.Cli.Output;
using Ledger.Node.Admin;
using Ledger.Storage;

namespace Ledger.Cli.Commands;

/// <summary><c>prune</c>: gives up old blocks and old versions of keys.</summary>
internal sealed class PruneCommand : CliCommand
{
    private readonly Option<ulong?> _before = new("--before")
    {
        Description = "Give up transactions and receipts of the blocks below this height; headers and certificates stay.",
        HelpName = "HEIGHT",
    };

    private readonly Option<ulong?> _keep = new("--keep")
    {
        Description = "The same, by the number of newest blocks that stay.", HelpName = "N",
    };

    private readonly Option<ulong?> _history = new("--history")
    {
        Description = "Give up the versions of keys from before this height; the values of that height stay.", HelpName = "HEIGHT",
    };

    private readonly OperatorOptions _options = new();
    private readonly Option<string?> _genesis = DataDirectory.Genesis();

    public PruneCommand(Terminal terminal)
        : base(
            terminal, "prune",
            "Gives up old blocks and old versions of keys, and says how much space came back. Only for administrators of the " +
            "node's own organisation.",
            "ledger prune --keep 1000 --dir my-network --node node1")
    {
        Add(_before);
        Add(_keep);
        Add(_history);
        _options.AddTo(this);
        Add(_genesis);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var (before, keep, history) = (parsed.GetValue(_before), parsed.GetValue(_keep), parsed.GetValue(_history));
        if (before != null && keep != null)
        {
            throw CommandException.BadInput("--before and --keep say the same in two ways: give one");
        }

        if (before == null && keep == null && history == null)
        {
            throw CommandException.BadInput("nothing to prune: --before, --keep or --history says what");
        }

        if (before == 0 || keep == 0 || history == 0)
        {
            throw CommandException.BadInput("heights and numbers of blocks begin with 1");
        }

        var outcome = _options.StoppedNode(parsed) is { } data
            ? DataDirectory.Read(() => PruneStopped(data, parsed.GetValue(_genesis), before, keep, history))
            : await _options.WithNodeAsync(parsed, async (_, admin) =>
            {
                var state = await admin.PruneAsync(before ?? 0, keep ?? 0, history ?? 0, cancellation).ConfigureAwait(false);
                return new Outcome(
                    state.LowestBlockBefore.Value, state.LowestBlock.Value, state.LowestHistory.Value, state.Height.Value,
                    state.BytesBefore, state.DiskBytes, [.. state.Contracts.Select(c => (c.Contract, c.LowestHistory.Value))]);
            }).ConfigureAwait(false);
        Show(outcome, parsed.GetValue(_options.Json));
        return ExitStatus.Ok;
    }

    private static Outcome PruneStopped(string data, string? genesisPath, ulong? before, ulong? keep, ulong? history)
    {
        var (genesis, chainId) = DataDirectory.ReadGenesis(DataDirectory.GenesisOf(genesisPath, data));
        var window = (ulong)genesis.ValidityWindowBlocks;
        using var store = LedgerStore.Open(data, chainId);
        var lowest = keep is { } blocks ? PrunePlan.LowestOf(store.Height.Value, blocks) : before;
        var plan = new PrunePlan(lowest, history);
        if (plan.FirstFlaw(store, window) is { } flaw)
        {
            throw CommandException.Failed(flaw);
        }

        var (lowestBefore, bytesBefore) = (store.LowestBlock.Value, store.DiskBytes);
        plan.Run(store, window);
        return new Outcome(
            lowestBefore, store.LowestBlock.Value, store.LowestHistory.Value, store.Height.Value, (ulong)bytesBefore,
            (ulong)store.DiskBytes, [.. ContractPruning.Of(store).Select(c => (c.Contract, c.LowestHistory))]);
    }

    private void Show(Outcome outcome, bool isJson)
    {
        var freed = outcome.BytesBefore > outcome.BytesAfter ? outcome.BytesBefore - outcome.BytesAfter : 0;
        if (isJson)
        {
            Terminal.Json(new JsonObject
            {
                ["height"] = outcome.Height,
                ["lowestBlock"] = outcome.LowestBlock,
                ["lowestHistory"] = outcome.LowestHistory,
                ["blocksGivenUp"] = outcome.LowestBlock - outcome.LowestBlockBefore,
                ["bytesBefore"] = outcome.BytesBefore,
                ["bytesAfter"] = outcome.BytesAfter,
                ["bytesFreed"] = freed,
                ["contracts"] = new JsonArray([.. outcome.Contracts.Select(c => new JsonObject
                {
                    ["contract"] = c.Contract, ["lowestHistory"] = c.LowestHistory,
                })]),
            });
            return;
        }

        var given = outcome.LowestBlock - outcome.LowestBlockBefore;
        var (before, after) = (Sizes.Text(outcome.BytesBefore), Sizes.Text(outcome.BytesAfter));
        Terminal.Fields(
        [
            ("blocks", $"{outcome.LowestBlock} to {outcome.Height} are kept; {given} were given up"),
            ("history", outcome.LowestHistory == 0 && outcome.Contracts.Count == 0
                ? "all of it is kept"
                : $"whole from height {outcome.LowestHistory} on"),
            .. outcome.Contracts.Select(c => ("", $"of {c.Contract}, by the age it states, from height {c.LowestHistory} on")),
            ("space", $"{Sizes.Text(freed)} came back: {before} before, {after} now"),
        ]);
    }

    private sealed record Outcome(
        ulong LowestBlockBefore, ulong LowestBlock, ulong LowestHistory, ulong Height, ulong BytesBefore, ulong BytesAfter,
        IReadOnlyList<(string Contract, ulong LowestHistory)> Contracts);
}
