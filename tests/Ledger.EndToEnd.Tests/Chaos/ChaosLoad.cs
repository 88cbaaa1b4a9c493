using System.Collections.Concurrent;
using System.Globalization;
using Ledger.Cli.Network;
using Ledger.Client;
using Ledger.Identity;

namespace Ledger.EndToEnd.Tests.Chaos;

/// <summary>
/// Payers in a ring, each paying 1 n¤ to the next one, again and again until the load is stopped. They are paced and pay
/// together, so that nodes and clients of one small machine have processor time left for catching up. The load remembers
/// every receipt that said Ok: what the network must never lose.
/// </summary>
internal sealed class ChaosLoad : IAsyncDisposable
{
    public const long FundsNano = 1_000_000_000;

    private readonly CancellationTokenSource _last = new();
    private readonly CancellationTokenSource _abandon = new();
    private readonly ConcurrentQueue<TransactionReceipt> _acknowledged = new();
    private readonly ConcurrentQueue<string> _flaws = new();
    private readonly Payer[] _payers;
    private readonly TimeSpan _pace;
    private readonly Task _running;

    private ChaosLoad(Payer[] payers, TimeSpan pace)
    {
        _payers = payers;
        _pace = pace;
        _running = Task.WhenAll(payers.Select((payer, i) =>
            Task.Run(() => PayAsync(payer, payers[(i + 1) % payers.Length].Account))));
    }

    /// <summary>Receipts that said Ok.</summary>
    public Tally Done { get; } = new();

    /// <summary>Attempts that a node did not answer in time, or did not take.</summary>
    public Tally Troubles { get; } = new();

    public IReadOnlyCollection<TransactionReceipt> Acknowledged => _acknowledged;

    /// <summary>What no fault excuses, in words.</summary>
    public IReadOnlyCollection<string> Flaws => _flaws;

    /// <summary>The payers' accounts in the order of the ring.</summary>
    public IReadOnlyList<string> Accounts => [.. _payers.Select(p => p.Account)];

    /// <summary>Installs the contracts, brings money to the payers, and starts them.</summary>
    /// <param name="network">A network that runs.</param>
    /// <param name="payers">How many.</param>
    /// <param name="pace">Each pays once in this time, when the network keeps up.</param>
    /// <param name="cancellation">Ends the preparations.</param>
    public static async Task<ChaosLoad> StartAsync(
        LocalNetwork network, int payers, TimeSpan pace, CancellationToken cancellation)
    {
        await ContractInstaller.InstallShippedAsync(network, cancellation);
        await using var bank = Enrol(network, 0, "bank", "bank");
        await bank.EnrolAsync(cancellation);
        var accounts = new string[payers];
        for (var i = 0; i < payers; i++)
        {
            await using var payer = Enrol(
                network, i, string.Create(CultureInfo.InvariantCulture, $"payer-{i + 1:00}"), "prosumer");
            await payer.EnrolAsync(cancellation);
            accounts[i] = payer.Client.Account;
            var issue = new CallArguments().Text(accounts[i]).Long(FundsNano).Call("wallet", "issue");
            (await bank.Client.SubmitAsync(issue, cancellation)).EnsureOk();
        }

        return new ChaosLoad([.. accounts.Select((account, i) => new Payer(network, account, i))], pace);
    }

    /// <summary>Ends the payments and waits until those on their way are final, or have failed for good.</summary>
    public async Task StopAsync()
    {
        await _last.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await _abandon.CancelAsync();
        await StopAsync();
        foreach (var payer in _payers)
        {
            await payer.DisposeAsync();
        }

        _last.Dispose();
        _abandon.Dispose();
    }

    private static DeviceConnection Enrol(LocalNetwork network, int place, string name, string role)
    {
        var organisation = network.Nodes[place % network.Nodes.Count].Organisation;
        DeviceFactory.Ensure(
            network, organisation, name, CertificateAttributes.Create(KeyValuePair.Create(AttributeNames.Role, role)),
            TimeProvider.System);
        return network.Connect(IdentityName.AccountOf(organisation, name));
    }

    private async Task PayAsync(Payer payer, string payee)
    {
        var call = new CallArguments().Text(payee).Long(1).Text("chaos").Call("wallet", "transfer");
        using var beat = new PeriodicTimer(_pace);
        try
        {
            while (_flaws.IsEmpty && await beat.WaitForNextTickAsync(_last.Token))
            {
                var transaction = await payer.SignAsync(call, _abandon.Token);
                if (transaction != null &&
                    await payer.DeliverAsync(transaction, _ => Troubles.Add(), _abandon.Token) is { } receipt)
                {
                    Take(payer, receipt);
                }
            }
        }
        catch (OperationCanceledException) when (_last.IsCancellationRequested || _abandon.IsCancellationRequested)
        {
            // The end of the load.
        }
        catch (LedgerException e)
        {
            _flaws.Enqueue($"{payer.Account}: {e.Code}: {e.Message}");
        }
    }

    private void Take(Payer payer, TransactionReceipt receipt)
    {
        if (receipt.IsOk)
        {
            _acknowledged.Enqueue(receipt);
            Done.Add();
        }
        else
        {
            _flaws.Enqueue($"{payer.Account}: a receipt at height {receipt.Height} says {receipt.Status}: {receipt.Message}");
        }
    }
}
