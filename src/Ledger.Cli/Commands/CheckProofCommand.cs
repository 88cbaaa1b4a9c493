using System.CommandLine;
using Ledger.Cli.Evidence;
using Ledger.Cli.Output;
using Ledger.Identity;
using Ledger.Primitives;

namespace Ledger.Cli.Commands;

/// <summary><c>check-proof</c>: checks a proof file offline, with the genesis file alone.</summary>
internal sealed class CheckProofCommand : CliCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "What 'ledger prove' wrote." };
    private readonly Option<string> _genesis = new("--genesis")
    {
        Description = "The network's genesis file, from a source that you trust.", HelpName = "FILE", Required = true,
    };

    private readonly Option<bool> _json = CommonOptions.Json();

    public CheckProofCommand(Terminal terminal)
        : base(
            terminal, "check-proof", "Checks a proof of a transaction or value offline, and says what it proves.",
            "ledger check-proof receipt.json --genesis my-network/genesis.json")
    {
        Add(_file);
        Add(_genesis);
        Add(_json);
    }

    protected override Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var path = parsed.GetRequiredValue(_file);
        var genesis = GenesisFile.Load(parsed.GetRequiredValue(_genesis));
        var proof = ProofFile.TryDecode(InputFile.Read(path, ProofFile.SizeMax), out var malformed)
            ?? throw CommandException.Failed($"{path} proves nothing: {malformed}");
        if (proof.FirstFlaw(Ed25519.Instance, genesis.ChainId, genesis.Members) is { } flaw)
        {
            throw CommandException.Failed($"{path} proves nothing: {flaw}");
        }

        if (parsed.GetValue(_json))
        {
            Terminal.Json(ProofView.ToJson(proof));
        }
        else
        {
            ProofView.Write(Terminal, proof);
        }

        return Task.FromResult(ExitStatus.Ok);
    }
}
