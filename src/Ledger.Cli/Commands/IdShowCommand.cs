using System.CommandLine;
using System.Text.Json.Nodes;
using Ledger.Cli.Output;
using Ledger.Identity;

namespace Ledger.Cli.Commands;

/// <summary><c>id show</c>: what a certificate says.</summary>
internal sealed class IdShowCommand : CliCommand
{
    private const long FileBytesMax = 64 * 1024;

    private readonly Argument<string> _path = new("DIR|CERT")
    {
        Description = "Directory of a device or node, or a certificate file (PEM).",
    };

    private readonly Option<bool> _json = CommonOptions.Json();

    public IdShowCommand(Terminal terminal)
        : base(
            terminal, "show", "Shows account, validity and attributes of a certificate.",
            "ledger id show my-network/cell1/devices/admin")
    {
        Add(_path);
        Add(_json);
    }

    protected override Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var certificate = Read(parsed.GetRequiredValue(_path));
        if (parsed.GetValue(_json))
        {
            Terminal.Json(new JsonObject
            {
                ["account"] = certificate.AccountName,
                ["organisation"] = certificate.Organisation,
                ["name"] = certificate.Name,
                ["serial"] = certificate.Serial,
                ["keyAlgorithm"] = certificate.KeyAlgorithm.ToString(),
                ["publicKey"] = Convert.ToHexStringLower(certificate.PublicKey32.Span),
                ["notBefore"] = certificate.NotBefore.ToString("O"),
                ["notAfter"] = certificate.NotAfter.ToString("O"),
                ["fingerprint"] = certificate.Fingerprint.ToString(),
                ["attributes"] = new JsonObject(
                    certificate.Attributes.Select(a => KeyValuePair.Create(a.Key, (JsonNode?)a.Value))),
            });
            return Task.FromResult(ExitStatus.Ok);
        }

        Terminal.Fields(
            ("account", certificate.AccountName),
            ("key", $"{certificate.KeyAlgorithm} {Convert.ToHexStringLower(certificate.PublicKey32.Span)}".TrimEnd()),
            ("serial", certificate.Serial),
            ("valid from", $"{certificate.NotBefore:u}"),
            ("valid until", $"{certificate.NotAfter:u}"),
            ("fingerprint", certificate.Fingerprint.ToString()),
            ("attributes", certificate.Attributes.ToString()));
        return Task.FromResult(ExitStatus.Ok);
    }

    private static IdentityCertificate Read(string path)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, IdentityFiles.SigningCertificate) : path;
        if (!File.Exists(file))
        {
            throw CommandException.BadInput($"there is no certificate {file}");
        }

        if (new FileInfo(file).Length > FileBytesMax)
        {
            throw CommandException.BadInput($"{file} is too large for a certificate");
        }

        var text = File.ReadAllText(file);
        if (!System.Security.Cryptography.PemEncoding.TryFind(text, out var fields) || text[fields.Label] != "CERTIFICATE")
        {
            throw CommandException.BadInput($"{file} holds no certificate in PEM form");
        }

        return IdentityCertificate.TryParse(Convert.FromBase64String(text[fields.Base64Data]), out var certificate, out var reason)
            ? certificate
            : throw CommandException.BadInput($"{file} is not a member's certificate: {reason}");
    }
}
