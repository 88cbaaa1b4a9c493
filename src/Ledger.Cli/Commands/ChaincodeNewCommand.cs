using System.CommandLine;
using Ledger.Cli.Chaincode;
using Ledger.Cli.Output;
using Ledger.Runtime;

namespace Ledger.Cli.Commands;

/// <summary><c>chaincode new</c>: the project of a contract, with tests.</summary>
internal sealed class ChaincodeNewCommand : CliCommand
{
    private readonly Argument<string> _name = new("NAME")
    {
        Description = "Name of the contract: 1 to 32 of a-z, 0-9 and -, beginning with a letter.",
    };

    private readonly Option<string?> _directory = new("--dir")
    {
        Description = "Folder to make; by default the name.", HelpName = "DIR",
    };

    public ChaincodeNewCommand(Terminal terminal)
        : base(terminal, "new", "Makes a project with a contract and its tests, ready to build.", "ledger chaincode new shop")
    {
        Add(_name);
        Add(_directory);
    }

    protected override Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var name = parsed.GetRequiredValue(_name);
        if (!ContractManifest.IsName(name))
        {
            throw CommandException.BadInput(
                $"'{name}' cannot name a contract: 1 to 32 of a-z, 0-9 and -, beginning with a letter");
        }

        var directory = parsed.GetValue(_directory) ?? name;
        foreach (var file in ContractTemplate.Write(directory, name, AppContext.BaseDirectory))
        {
            Terminal.Line(Path.Combine(directory, file));
        }

        Terminal.Line("");
        Terminal.Line($"test it:   dotnet run --project {Path.Combine(directory, "tests")}");
        Terminal.Line($"check it:  ledger chaincode check {directory}");
        return Task.FromResult(ExitStatus.Ok);
    }
}
