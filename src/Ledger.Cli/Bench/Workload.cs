using System.Globalization;
using Ledger.Client;
using Ledger.Primitives;

namespace Ledger.Cli.Bench;

/// <summary>A kind of load: what each client's transactions are made of.</summary>
/// <param name="Name">Its name in reports.</param>
/// <param name="CallsPerEnvelope">Calls under one signature.</param>
/// <param name="InFlight">Transactions each client keeps in flight.</param>
/// <param name="Make">The calls of a client's n-th transaction; client and n count from 0.</param>
public sealed record Workload(
    string Name, int CallsPerEnvelope, int InFlight, Func<BenchClient, long, ContractCall[]> Make)
{
    /// <summary>Each client pays 1 n¤ to the next one: one call, two balances, two statement lines.</summary>
    public static Workload Transfer { get; } = new(
        "transfer", 1, 192,
        (client, _) => [new CallArguments().Text(client.Next).Long(1).Text("bench").Call("wallet", "transfer")]);

    /// <summary>Each meter posts the readings of 64 slots under one signature, each with a receipt of its own.</summary>
    public static Workload Readings { get; } = new(
        "readings", 64, 8,
        (client, n) =>
        {
            const int Calls = 64;
            const long FirstSlot = 1_500_000_300;
            var calls = new ContractCall[Calls];
            for (var i = 0; i < Calls; i++)
            {
                var slot = FirstSlot + (((n * Calls) + i) * 900);
                calls[i] = new CallArguments().Long(slot).Text(client.MeterId).Long(250 + i).Long(0)
                    .Call("metering", "reading");
            }

            return calls;
        });

    /// <summary>Account name of the client at a place.</summary>
    public static string NameAt(int index) => string.Create(CultureInfo.InvariantCulture, $"bench-{index + 1:00}");
}
