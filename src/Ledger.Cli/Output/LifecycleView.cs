using System.Text.Json.Nodes;
using Ledger.Client;
using Ledger.Primitives;

namespace Ledger.Cli.Output;

/// <summary>What an installation or approval has brought about, by the events of its receipt.</summary>
internal static class LifecycleView
{
    public static void Write(Terminal terminal, TransactionReceipt receipt, Digest package, bool isJson)
    {
        var activeFrom = ActiveFrom(receipt);
        if (isJson)
        {
            terminal.Json(new JsonObject
            {
                ["packageHash"] = package.ToString(),
                ["transactionId"] = receipt.TransactionId.ToString(),
                ["height"] = receipt.Height.Value,
                ["active"] = activeFrom != null,
                ["activeFromHeight"] = activeFrom,
            });
            return;
        }

        terminal.Fields(
            ("package", package.ToString()),
            ("transaction", $"{receipt.TransactionId}, block {receipt.Height}"),
            ("state", activeFrom != null
                ? $"active from block {activeFrom}"
                : IsAgreed(receipt)
                    ? "agreed; 'ledger chaincode activate' begins it at the stated height"
                    : "approved by this organisation; active once as many as the policy asks for have approved"));
    }

    private static bool IsAgreed(TransactionReceipt receipt) => receipt.Calls.SelectMany(c => c.Events)
        .Any(e => e is { Contract: ContractManifest.LifecycleContract, Name: "agreed" });

    private static long? ActiveFrom(TransactionReceipt receipt)
    {
        foreach (var e in receipt.Calls.SelectMany(c => c.Events))
        {
            if (e is { Contract: ContractManifest.LifecycleContract, Name: "activated" })
            {
                var reader = new ResultReader(e.Data.Span);
                reader.Bytes();
                return reader.Long();
            }
        }

        return null;
    }
}
