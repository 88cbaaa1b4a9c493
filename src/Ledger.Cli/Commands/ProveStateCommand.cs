using System.CommandLine;
using System.Text;
using Ledger.Cli.Evidence;
using Ledger.Cli.Network;
using Ledger.Cli.Output;
using Ledger.Primitives;

namespace Ledger.Cli.Commands;

/// <summary><c>prove state</c>: a key's value, or its absence, as a file that anyone can check offline.</summary>
internal sealed class ProveStateCommand : CliCommand
{
    private readonly Argument<string> _contract = new("CONTRACT") { Description = "Name of the contract." };
    private readonly Argument<string[]> _parts = new("KEY-PARTS")
    {
        Description = "Parts of the key: text, long:NUMBER, raw:TEXT (no end mark), hex:BYTES.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<ulong> _height = new("--height")
    {
        Description = "After which block; the newest when not given.", HelpName = "HEIGHT",
    };

    private readonly Option<string> _directory = CommonOptions.Directory();
    private readonly Option<string?> _as = CommonOptions.As();
    private readonly Option<string?> _node = CommonOptions.Node();
    private readonly Option<string?> _data = DataOption();
    private readonly Option<string?> _genesis = GenesisOption();

    public ProveStateCommand(Terminal terminal)
        : base(
            terminal, "state", "Writes a key's value, or its absence, as a proof for 'ledger check-proof'.",
            "ledger prove state --dir my-network wallet account cell1/home-1 > value.json")
    {
        Add(_contract);
        Add(_parts);
        Add(_height);
        Add(_directory);
        Add(_as);
        Add(_node);
        Add(_data);
        Add(_genesis);
    }

    /// <summary>The option that names a stopped node's directory.</summary>
    public static Option<string?> DataOption() => new("--data")
    {
        Description = "Data directory of a stopped node to read, in place of asking one that runs.", HelpName = "DATADIR",
    };

    /// <summary>The option that names the genesis file beside <see cref="DataOption"/>.</summary>
    public static Option<string?> GenesisOption() => new("--genesis")
    {
        Description = "With --data: the genesis file; by default the nearest genesis.json above the directory.", HelpName = "FILE",
    };

    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var key = KeyParts.Parse(parsed.GetRequiredValue(_parts));
        var proof = await ProveAsync(parsed, key, cancellation).ConfigureAwait(false);
        Terminal.Line(Encoding.UTF8.GetString(ProofFile.Encode(proof)));
        return ExitStatus.Ok;
    }

    private async Task<LedgerProof> ProveAsync(ParseResult parsed, byte[] key, CancellationToken cancellation)
    {
        var contract = parsed.GetRequiredValue(_contract);
        var height = new SequenceNumber(parsed.GetValue(_height));
        if (parsed.GetValue(_data) is { } data)
        {
            using var node = StoppedNode.Open(data, parsed.GetValue(_genesis));
            return node.Prove(contract, key, height);
        }

        var network = LocalNetwork.Load(parsed.GetRequiredValue(_directory));
        var connection = CommonOptions.Connect(network, parsed.GetValue(_as), parsed.GetValue(_node));
        await using (connection.ConfigureAwait(false))
        {
            return await connection.Client.ProveValueAsync(contract, key, height, cancellation).ConfigureAwait(false);
        }
    }
}
