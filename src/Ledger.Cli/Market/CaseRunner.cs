using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Chaincode;
using Ledger.Cli.Network;
using Ledger.Primitives;
using Ledger.Runtime;

namespace Ledger.Cli.Market;

/// <summary>
/// Asks the shipped contract <c>calculator</c> in a local ledger: the same package, checks and executor as on a network.
/// Not thread safe.
/// </summary>
internal sealed class CaseRunner
{
    private const string Account = "cell1/engineer";

    /// <summary>Most bytes of one result: cases here may list ten thousand orders and more.</summary>
    private const int ResultSizeMax = 64 * 1024 * 1024;

    /// <summary>Most gas of one case, some minutes of work.</summary>
    private const long GasMax = 200_000_000_000;

    /// <summary>Most memory of one case, in bytes.</summary>
    private const long MemoryMax = 2L * 1024 * 1024 * 1024;

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly LocalLedger _ledger;

    public CaseRunner()
    {
        _ledger = new LocalLedger(new LocalLedgerOptions
        {
            Packages = [File.ReadAllBytes(ContractInstaller.ShippedPackage)],
            Limits = limits => limits with
            {
                ResultSizeMax = ResultSizeMax,
                Limits = limits.Limits with
                {
                    GasPerCall = GasMax, GasPerTransaction = GasMax, GasPerBlock = GasMax, MemoryPerCall = MemoryMax,
                },
            },
        });
        _ledger.Enrol(Account, ("role", "consumer"));
        _ledger.AdvanceToHeight(1);
    }

    /// <summary>Computes all cases of a file.</summary>
    public CaseReport Run(CaseFile file, CancellationToken cancellation)
    {
        var json = new StringBuilder();
        json.Append("{\"schema\": 1, \"mechanism\": ").Append(Write(JsonValue.Create(file.Mechanism)))
            .Append(", \"cases\": [\n");
        var differences = new List<string>();
        var failed = 0;
        for (var i = 0; i < file.Cases.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var one = file.Cases[i];
            var found = new List<string>();
            JsonNode? computed = null;
            try
            {
                computed = Compute(file.Mechanism, one.Input);
                if (one.Expected != null)
                {
                    JsonDifference.Find("expected", one.Expected, computed, found);
                }
            }
            catch (FormatException e)
            {
                found.Add(e.Message);
            }

            failed += found.Count == 0 ? 0 : 1;
            differences.AddRange(found.Select(line => $"{one.Name}: {line}"));
            json.Append(Write(Describe(one, computed))).Append(i + 1 < file.Cases.Count ? ",\n" : "\n");
        }

        json.Append("]}\n");
        return new CaseReport(json.ToString(), differences, file.Cases.Count - failed, failed);
    }

    /// <summary>Computes one case.</summary>
    /// <exception cref="FormatException">The contract refuses it, with its words.</exception>
    public JsonNode? Compute(string mechanism, JsonObject input)
    {
        var arguments = new RecordWriter().Text(mechanism).Bytes(CaseEncoding.Encode(input)).ToArray();
        var result = _ledger.Query(Account, "calculator", "run", arguments);
        if (result.Status != ReceiptStatus.Ok)
        {
            throw new FormatException(result.Message);
        }

        return CaseEncoding.Decode(new RecordReader(result.Result.ToArray()).Bytes());
    }

    private static JsonObject Describe(MarketCase one, JsonNode? computed)
    {
        var described = new JsonObject { ["name"] = one.Name };
        if (one.Note != null)
        {
            described["note"] = one.Note;
        }

        described["input"] = one.Input.DeepClone();
        if (computed != null)
        {
            described["expected"] = computed;
        }

        return described;
    }

    private static string Write(JsonNode? node) => node?.ToJsonString(Compact) ?? "null";
}
