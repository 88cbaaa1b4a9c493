using System.CommandLine;
using System.Text.Json.Nodes;
using Ledger.Cli.Network;
using Ledger.Cli.Output;
using Ledger.Identity;

namespace Ledger.Cli.Commands;

/// <summary><c>id enroll</c>: a new device of an organisation of a network directory.</summary>
internal sealed class IdEnrollCommand : CliCommand
{
    private readonly Option<string> _directory = CommonOptions.Directory();
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Option<string?> _node = CommonOptions.Node();
    private readonly Option<string> _organisation = new("--org")
    {
        Description = "The organisation whose authority signs.", HelpName = "ORG", Required = true,
    };

    private readonly Option<string> _name = new("--name")
    {
        Description = "Name of the device within the organisation.", HelpName = "NAME", Required = true,
    };

    private readonly Option<string[]> _attributes = new("--attribute")
    {
        Description = "An attribute that the authority vouches for, such as role=prosumer; may be repeated.",
        HelpName = "K=V", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [],
    };

    private readonly Option<bool> _offline = new("--offline")
    {
        Description = "Make the identity only, and do not tell the ledger.",
    };

    public IdEnrollCommand(Terminal terminal)
        : base(
            terminal, "enroll", "Makes a device's keys, has its organisation certify them, and enrols the account on the ledger.",
            "ledger id enroll --dir my-network --org cell1 --name home-1 --attribute role=prosumer --attribute assetType=pv")
    {
        Add(_directory);
        Add(_organisation);
        Add(_name);
        Add(_attributes);
        Add(_node);
        Add(_offline);
        Add(_json);
    }

    protected override async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var network = LocalNetwork.Load(parsed.GetRequiredValue(_directory));
        var organisation = parsed.GetRequiredValue(_organisation);
        var name = parsed.GetRequiredValue(_name);
        var attributes = ParseAttributes(parsed.GetValue(_attributes) ?? []);
        Check(network, organisation, name);
        var account = IdentityName.AccountOf(organisation, name);
        var made = DeviceFactory.Ensure(network, organisation, name, attributes, TimeProvider.System);
        ulong? height = null;
        if (!parsed.GetValue(_offline))
        {
            var connection = network.Connect(account, parsed.GetValue(_node));
            await using (connection.ConfigureAwait(false))
            {
                height = (await connection.EnrolAsync(cancellation).ConfigureAwait(false)).Height.Value;
            }
        }

        var directory = network.Layout.Device(organisation, name);
        if (parsed.GetValue(_json))
        {
            Terminal.Json(new JsonObject
            {
                ["account"] = account, ["directory"] = directory, ["new"] = made, ["enrolledAtHeight"] = height,
            });
        }
        else
        {
            Terminal.Fields(
                ("account", account),
                ("directory", directory),
                ("keys", made ? "new" : "there already"),
                ("ledger", height == null ? "not told (--offline)" : $"enrolled, block {height}"));
        }

        return ExitStatus.Ok;
    }

    private static void Check(LocalNetwork network, string organisation, string name)
    {
        if (!network.Genesis.Organisations.Any(o => o.Id == organisation))
        {
            throw CommandException.BadInput(
                $"'{organisation}' is no organisation of this network; there are " +
                string.Join(", ", network.Genesis.Organisations.Select(o => o.Id)));
        }

        if (!IdentityName.IsValid(name))
        {
            throw CommandException.BadInput(
                $"'{name}' is not a device name: at most {IdentityName.LengthMax} of a-z, 0-9, '-' and '.'");
        }
    }

    private static CertificateAttributes ParseAttributes(string[] texts)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var text in texts)
        {
            var at = text.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
            {
                throw CommandException.BadInput($"attribute '{text}' is not of the form name=value");
            }

            pairs.Add(new(text[..at], text[(at + 1)..]));
        }

        return CertificateAttributes.TryCreate(pairs, out var attributes, out var reason)
            ? attributes
            : throw CommandException.BadInput(reason);
    }
}
