using System.CommandLine;
using Ledger.Cli.Chaincode;
using Ledger.Cli.Output;
using Ledger.Primitives;

namespace Ledger.Cli.Commands;

/// <summary><c>chaincode check</c>: the verdict of the nodes' checker, before anything is installed.</summary>
internal sealed class ChaincodeCheckCommand : CliCommand
{
    private readonly Argument<string> _path = new("PATH")
    {
        Description = "An assembly, a package, a project or its folder; a project is built first.",
    };

    public ChaincodeCheckCommand(Terminal terminal)
        : base(
            terminal, "check", "Says whether nodes would accept a contract, and if not, why.", "ledger chaincode check shop")
    {
        Add(_path);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var assembly = await CheckedAssembly.LoadAsync(parsed.GetRequiredValue(_path), cancellation).ConfigureAwait(false);
        Terminal.Line($"accepted: {assembly.Path}, {assembly.Bytes.Length} bytes, hash {Digest.Of(assembly.Bytes)}");
        Terminal.Out.Write(assembly.Manifest);
        return ExitStatus.Ok;
    }
}
