using System.CommandLine;
using System.Text.Json.Nodes;
using Ledger.Cli.Chaincode;
using Ledger.Cli.Output;
using Ledger.Primitives;

namespace Ledger.Cli.Commands;

/// <summary>
/// <c>chaincode pack</c>: builds a project so that the same sources give the same bytes, and writes the package with its
/// hashes. An approver packs the sources he has read and compares.
/// </summary>
internal sealed class ChaincodePackCommand : CliCommand
{
    private readonly Argument<string> _path = new("PROJECT") { Description = "A project or its folder." };
    private readonly Option<string?> _output = new("--out")
    {
        Description = "File to write; by default NAME" + PackageFile.Extension + " here.", HelpName = "FILE",
    };

    private readonly Option<string?> _expected = new("--expect")
    {
        Description = "The package hash that must come out, 64 hexadecimal digits; another one is a failure.", HelpName = "HASH",
    };

    private readonly Option<bool> _json = CommonOptions.Json();

    public ChaincodePackCommand(Terminal terminal)
        : base(
            terminal, "pack", "Builds a contract reproducibly and writes its package, with the hashes that approvers compare.",
            "ledger chaincode pack shop")
    {
        Add(_path);
        Add(_output);
        Add(_expected);
        Add(_json);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var assembly = await CheckedAssembly.LoadAsync(
            parsed.GetRequiredValue(_path), cancellation, fromScratch: true).ConfigureAwait(false);
        var project = assembly.Project ??
            throw CommandException.BadInput("name a project: an assembly says nothing of its sources");
        var package = new PackageFile(
            project.Name, SourceTree.Hash(project.Directory), assembly.Manifest, assembly.Bytes);
        var expected = parsed.GetValue(_expected);
        if (expected != null && (!Digest.TryParse(expected, out var hash) || hash != package.Hash))
        {
            throw CommandException.Failed($"these sources give package {package.Hash}, not {expected}");
        }

        var file = parsed.GetValue(_output) ?? project.Name + PackageFile.Extension;
        await File.WriteAllBytesAsync(file, package.Encode(), cancellation).ConfigureAwait(false);
        if (parsed.GetValue(_json))
        {
            Terminal.Json(new JsonObject
            {
                ["file"] = file,
                ["packageHash"] = package.Hash.ToString(),
                ["sourceHash"] = package.SourceHash.ToString(),
                ["bytes"] = package.Assembly.Length,
            });
            return ExitStatus.Ok;
        }

        Terminal.Fields(
            ("package", file),
            ("package hash", package.Hash.ToString()),
            ("source hash", $"{package.SourceHash}, {SourceTree.Files(project.Directory).Count} files"));
        Terminal.Out.Write(package.Manifest);
        return ExitStatus.Ok;
    }
}
