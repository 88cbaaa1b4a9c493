using System.CommandLine;
using Ledger.Cli.Chaincode;
using Ledger.Cli.Network;
using Ledger.Cli.Output;
using Ledger.Client;
using Ledger.Primitives;

namespace Ledger.Cli.Commands;

/// <summary><c>chaincode install</c>: an administrator puts a package of contracts on the ledger.</summary>
internal sealed class ChaincodeInstallCommand : CliCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "A package that 'chaincode pack' wrote, or an assembly." };
    private readonly Option<string?> _name = new("--name")
    {
        Description = "Name of the package; by default that in the package, or the file's.", HelpName = "NAME",
    };

    private readonly Option<long> _height = new("--at")
    {
        Description = "First block that shall use the package; by default the one behind the last approval.", HelpName = "HEIGHT",
    };

    private readonly Option<string?> _sources = new("--source-hash")
    {
        Description = "Hash of the sources, 64 hexadecimal digits, for approvers to compare; by default the package's.",
        HelpName = "HASH",
    };

    private readonly Option<string> _directory = CommonOptions.Directory();
    private readonly Option<string?> _as = CommonOptions.As();
    private readonly Option<string?> _node = CommonOptions.Node();
    private readonly Option<bool> _json = CommonOptions.Json();

    public ChaincodeInstallCommand(Terminal terminal)
        : base(
            terminal, "install", "Puts a package of contracts on the ledger; counts as the installer's organisation's approval.",
            "ledger chaincode install --dir my-network --as cell1/admin Shop.ledgerpackage")
    {
        Add(_file);
        Add(_name);
        Add(_height);
        Add(_sources);
        Add(_directory);
        Add(_as);
        Add(_node);
        Add(_json);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var path = parsed.GetRequiredValue(_file);
        var file = ContractLookup.ReadFile(path);
        var package = PackageFile.IsPackage(file) ? PackageFile.Decode(file, path) : null;
        var assembly = package?.Assembly ?? file;
        var hash = Digest.Of(assembly.Span);
        var sources = parsed.GetValue(_sources) ?? package?.SourceHash.ToString();
        var call = new CallArguments()
            .Text(parsed.GetValue(_name) ?? package?.Name ?? Path.GetFileNameWithoutExtension(path)).Bytes(assembly.Span)
            .Bytes(SourceHash(sources)).Long(parsed.GetValue(_height))
            .Call(ContractManifest.LifecycleContract, "install");
        var network = LocalNetwork.Load(parsed.GetRequiredValue(_directory));
        var connection = CommonOptions.Connect(network, parsed.GetValue(_as), parsed.GetValue(_node));
        await using (connection.ConfigureAwait(false))
        {
            var receipt = await connection.Client.SubmitAsync(call, cancellation).ConfigureAwait(false);
            LifecycleView.Write(Terminal, receipt.EnsureOk(), hash, parsed.GetValue(_json));
        }

        return ExitStatus.Ok;
    }

    private static byte[] SourceHash(string? text) => text == null
        ? []
        : Digest.TryParse(text, out var hash)
            ? hash.ToArray()
            : throw CommandException.BadInput($"'{text}' is not a hash of 64 hexadecimal digits");
}
