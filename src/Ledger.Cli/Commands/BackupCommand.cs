using System.CommandLine;
using System.Text.Json.Nodes;
using Ledger.Cli.Output;
using Ledger.Storage;

namespace Ledger.Cli.Commands;

/// <summary><c>backup</c>: a copy of a ledger, without its votes, while the node runs or after it was stopped.</summary>
internal sealed class BackupCommand : CliCommand
{
    /// <summary>Table files are linked, so only another file system takes long.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromHours(1);

    private readonly Argument<string> _target = new("DIR")
    {
        Description = "Directory to make, on the node's own machine; it does not exist and its parent does.",
    };

    private readonly OperatorOptions _options = new();

    public BackupCommand(Terminal terminal)
        : base(
            terminal, "backup",
            "Makes a backup of a node's ledger, without its votes, between two blocks; the node goes on. Only for administrators " +
            "of the node's own organisation.",
            "ledger backup my-backup --dir my-network --node node1")
    {
        Add(_target);
        _options.AddTo(this);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var target = Path.GetFullPath(parsed.GetRequiredValue(_target));
        var (height, bytes) = _options.StoppedNode(parsed) is { } data
            ? DataDirectory.Read(() => OfStoppedNode(data, target))
            : await _options.WithNodeAsync(parsed, async (_, admin) =>
            {
                var made = await admin.BackupAsync(target, Timeout, cancellation).ConfigureAwait(false);
                return (made.Height.Value, made.Bytes);
            }).ConfigureAwait(false);
        if (parsed.GetValue(_options.Json))
        {
            Terminal.Json(new JsonObject { ["backup"] = target, ["height"] = height, ["bytes"] = bytes });
        }
        else
        {
            Terminal.Fields(("backup", target), ("height", $"{height}"), ("size", Sizes.Text(bytes)));
            Terminal.Line("Its files may share the disk with the node's: keep a copy elsewhere.");
        }

        return ExitStatus.Ok;
    }

    private static (ulong Height, ulong Bytes) OfStoppedNode(string data, string target)
    {
        var chain = ChainOf(data);
        using (var store = LedgerStore.Open(data, chain))
        {
            store.Backup(target);
        }

        using var backup = LedgerStore.OpenReadOnly(target, chain);
        return (backup.Height.Value, (ulong)backup.DiskBytes);
    }

    private static Primitives.Digest ChainOf(string data)
    {
        using var store = LedgerStore.OpenReadOnly(data, null);
        return store.IsBackup
            ? throw CommandException.BadInput($"{data} is a backup already; copy it as it is")
            : store.ChainId;
    }
}
