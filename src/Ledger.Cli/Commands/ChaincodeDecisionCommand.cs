using System.CommandLine;
using Ledger.Cli.Chaincode;
using Ledger.Cli.Network;
using Ledger.Cli.Output;
using Ledger.Client;
using Ledger.Primitives;

namespace Ledger.Cli.Commands;

/// <summary>
/// <c>chaincode approve|activate|rollback</c>: an administrator acts on a package that is on the ledger, for its
/// organisation.
/// </summary>
internal sealed class ChaincodeDecisionCommand : CliCommand
{
    private readonly string _function;
    private readonly Argument<string> _hash = new("PACKAGE")
    {
        Description = "Hash of the package, 64 hexadecimal digits; or a package that 'chaincode pack' wrote, or its assembly.",
    };
    private readonly Option<string> _directory = CommonOptions.Directory();
    private readonly Option<string?> _as = CommonOptions.As();
    private readonly Option<string?> _node = CommonOptions.Node();
    private readonly Option<bool> _json = CommonOptions.Json();

    private ChaincodeDecisionCommand(Terminal terminal, string name, string description)
        : base(
            terminal, name, description,
            $"ledger chaincode {name} --dir my-network --as cell2/admin " +
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
    {
        _function = name;
        Add(_hash);
        Add(_directory);
        Add(_as);
        Add(_node);
        Add(_json);
    }

    public static ChaincodeDecisionCommand Approve(Terminal terminal) =>
        new(terminal, "approve", "Approves an installed package for the administrator's organisation.");

    public static ChaincodeDecisionCommand Activate(Terminal terminal) =>
        new(terminal, "activate", "Begins an agreed package that has a stated height and state to migrate.");

    public static ChaincodeDecisionCommand RollBack(Terminal terminal) =>
        new(terminal, "rollback", "Approves the return to a package that was active before; nothing is migrated.");

    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var hash = HashOf(parsed.GetRequiredValue(_hash));
        var call = new CallArguments().Bytes(hash.AsSpan()).Call(ContractManifest.LifecycleContract, _function);
        var network = LocalNetwork.Load(parsed.GetRequiredValue(_directory));
        var connection = CommonOptions.Connect(network, parsed.GetValue(_as), parsed.GetValue(_node));
        await using (connection.ConfigureAwait(false))
        {
            var receipt = await connection.Client.SubmitAsync(call, cancellation).ConfigureAwait(false);
            LifecycleView.Write(Terminal, receipt.EnsureOk(), hash, parsed.GetValue(_json));
        }

        return ExitStatus.Ok;
    }

    // An approver who packed the sources himself names his own file, and so agrees to nothing else.
    private static Digest HashOf(string text)
    {
        if (Digest.TryParse(text, out var hash))
        {
            return hash;
        }

        if (!File.Exists(text))
        {
            throw CommandException.BadInput($"'{text}' is neither a package hash of 64 hexadecimal digits nor a file");
        }

        var bytes = ContractLookup.ReadFile(text);
        return PackageFile.IsPackage(bytes) ? PackageFile.Decode(bytes, text).Hash : Digest.Of(bytes);
    }
}
