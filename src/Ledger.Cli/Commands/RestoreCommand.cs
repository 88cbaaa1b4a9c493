using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Ledger.Cli.Output;
using Ledger.Primitives;
using Ledger.Storage;

namespace Ledger.Cli.Commands;

/// <summary><c>restore</c>: a node's data directory from a backup.</summary>
internal sealed class RestoreCommand : CliCommand
{
    private readonly Argument<string> _backup = new("BACKUP") { Description = "A backup that 'ledger backup' made; it stays as it is." };

    private readonly Argument<string> _target = new("DATADIR")
    {
        Description = "The node's data directory; it does not exist and its parent does.",
    };

    private readonly Option<string?> _genesis = new("--genesis")
    {
        Description = "The network's genesis file; by default the nearest genesis.json above DATADIR, then above BACKUP.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _json = CommonOptions.Json();

    public RestoreCommand(Terminal terminal)
        : base(
            terminal, "restore",
            "Makes the data directory of a stopped node from a backup. The node has forgotten its votes, and votes again only " +
            "after the others have agreed to it.",
            "ledger restore my-backup my-network/cell1/node/data")
    {
        Add(_backup);
        Add(_target);
        Add(_genesis);
        Add(_json);
    }

    protected override Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var backup = DataDirectory.Resolve(parsed.GetRequiredValue(_backup));
        var target = Path.GetFullPath(parsed.GetRequiredValue(_target));
        var genesis = parsed.GetValue(_genesis) ?? DataDirectory.FindGenesis(Path.GetDirectoryName(target) ?? target)
            ?? DataDirectory.FindGenesis(backup);
        Digest? expected = genesis == null ? null : DataDirectory.ReadGenesis(genesis).ChainId;
        Digest chain;
        using (var source = DataDirectory.Read(() => LedgerStore.OpenReadOnly(backup, expected)))
        {
            chain = source.ChainId;
        }

        var incarnation = NewIncarnation();
        var height = LedgerStore.RestoreBackup(backup, target, incarnation);
        if (parsed.GetValue(_json))
        {
            Terminal.Json(new JsonObject
            {
                ["data"] = target,
                ["height"] = height.Value,
                ["chainId"] = chain.ToString(),
                ["genesis"] = genesis,
                ["incarnation"] = incarnation.ToString(CultureInfo.InvariantCulture),
            });
            return Task.FromResult(ExitStatus.Ok);
        }

        Terminal.Fields(
            ("restored", target),
            ("height", height.ToString()),
            ("chain", $"{chain.ToShortString()}, {(genesis == null ? "not compared: no genesis file was found" : $"that of {genesis}")}"),
            ("incarnation", incarnation.ToString("x", CultureInfo.InvariantCulture)));
        TellAboutVotes();
        return Task.FromResult(ExitStatus.Ok);
    }

    private void TellAboutVotes()
    {
        Terminal.Line("The directory does not remember what the node's key has signed. Before the node is started:");
        Terminal.Line("- The node must not run anywhere else, on any other directory, with the same key.");
        Terminal.Line("- Start it as it is: it follows as an observer, catches up, and asks the members by itself to vote again under");
        Terminal.Line("  this incarnation. It votes from the next epoch on. A validator may come back so once in eight windows.");
        Terminal.Line("- A node that is no validator goes on as the observer that it was.");
        Terminal.Line("'ledger verify' checks the directory before the start.");
    }

    /// <summary>Never 0, which would say that the key has never voted.</summary>
    private static ulong NewIncarnation()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        return BitConverter.ToUInt64(bytes) | 1;
    }
}
