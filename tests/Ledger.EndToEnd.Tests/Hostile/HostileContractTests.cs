using Ledger.Cli.Network;
using Ledger.Client;
using Ledger.EndToEnd.Tests.Chaos;
using Ledger.Identity;
using Ledger.Primitives;
using Ledger.Runtime;

namespace Ledger.EndToEnd.Tests.Hostile;

/// <summary>
/// Four real nodes are fed contracts that want to bring them down, and packages that no node may run, past the command's own
/// checks. Every node stays up, all have the same blocks, and each receipt says what one executor in memory says: the same
/// reason and the same gas.
/// </summary>
[Collection(ChaosCollection.Name)]
public sealed class HostileContractTests : IAsyncLifetime
{
    private const long GasPerBlock = 900_000_000;
    private const long GasPerTransaction = 500_000_000;

    private readonly TemporaryFolder _folder = new();
    private readonly List<DeviceConnection> _administrators = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Directory => Path.Combine(_folder.Path, "network");

    private LocalNetwork Network => field ??= LocalNetwork.Load(Directory);

    public async ValueTask InitializeAsync()
    {
        await OkAsync(
            "network", "init", "--dir", Directory, "--nodes", "4", "--base-port", $"{NodePorts.Find(4)}",
            "--gas-per-call", $"{HostilePackages.GasPerCall}", "--gas-per-block", $"{GasPerBlock}");
        await OkAsync("network", "start", "--dir", Directory);
        _administrators.AddRange(
            Network.Nodes.Select(n => Network.Connect(LocalNetwork.AdministratorOf(n.Organisation), n.Name)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var administrator in _administrators)
        {
            await administrator.DisposeAsync();
        }

        await LedgerCommand.RunAsync("network", "stop", "--dir", Directory);
        _folder.Dispose();
    }

    [Fact]
    public async Task Hostile_contracts_cost_their_gas_and_no_node()
    {
        var before = ProcessIds();
        await RefusesAsync();
        var package = HostilePackages.Hostile();
        await ActivateAsync(package);
        await EveryFunctionGetsItsReceiptAsync(package);
        await GasOfATransactionRunsOutAsync();
        await PaysAsync();

        await AllNodesHaveTheSameBlocksAsync();
        Assert.Equal(before, ProcessIds());
    }

    private async Task RefusesAsync()
    {
        foreach (var (body, reason) in HostilePackages.Refused)
        {
            var package = HostilePackages.Of(body);
            var message = await RefusalAsync(package);
            Assert.Contains(reason, message, StringComparison.Ordinal);
        }

        var good = HostilePackages.Hostile();
        await RefusalAsync([]);
        await RefusalAsync([.. Enumerable.Repeat((byte)0xCC, 5_000)]);
        await RefusalAsync(good[..(good.Length / 2)]);

        // Large enough that the gas for checking it runs out first.
        var large = await File.ReadAllBytesAsync(typeof(LocalLedger).Assembly.Location, Cancellation);
        var receipt = await _administrators[0].Client.SubmitAsync(Install(large), Cancellation);
        Assert.Equal($"the limit is {HostilePackages.GasPerCall} gas in a call", receipt.Message);
    }

    // The sentence of the receipt, the same as in memory.
    private async Task<string> RefusalAsync(byte[] package)
    {
        var install = Install(package);
        var receipt = await _administrators[0].Client.SubmitAsync(install, Cancellation);

        Assert.Equal(ReceiptStatus.Rejected, receipt.Status);
        Assert.StartsWith("the package is refused: ", receipt.Message, StringComparison.Ordinal);
        var expected = new LocalLedger(new LocalLedgerOptions()).Submit(LocalNetwork.AdministratorOf("cell1"), install);
        Assert.Equal(expected.Message, receipt.Message);
        Assert.Equal(expected.Calls[0].GasUsed, receipt.Calls[0].GasUsed);
        return receipt.Message;
    }

    private async Task ActivateAsync(byte[] package)
    {
        (await _administrators[0].Client.SubmitAsync(Install(package), Cancellation)).EnsureOk();
        var approve = new CallArguments().Bytes(Digest.Of(package).AsSpan()).Call("lifecycle", "approve");
        (await _administrators[1].Client.SubmitAsync(approve, Cancellation)).EnsureOk();
        var agreed = (await _administrators[2].Client.SubmitAsync(approve, Cancellation)).EnsureOk();

        // A node that has not come so far turns calls away.
        await Task.WhenAll(_administrators.Select(a => a.Client.GetBlockAsync(agreed.Height, Cancellation)));
    }

    // All at once, through all nodes: hostile calls stand in one block, and before and behind each other.
    private async Task EveryFunctionGetsItsReceiptAsync(byte[] package)
    {
        var local = new LocalLedger(new LocalLedgerOptions
        {
            Packages = [package],
            Limits = limits => limits with
            {
                Limits = limits.Limits with { GasPerCall = HostilePackages.GasPerCall },
            },
        });
        var calls = Enumerable.Range(1, HostilePackages.Calls.Count)
            .Select(i => new CallArguments().Call(HostilePackages.Contract, $"run{i}")).ToList();
        var receipts = await Task.WhenAll(
            calls.Select((call, i) => _administrators[i % _administrators.Count].Client.SubmitAsync(call, Cancellation)));
        for (var i = 0; i < receipts.Length; i++)
        {
            var (body, message) = HostilePackages.Calls[i];
            var expected = local.Submit(LocalNetwork.AdministratorOf("cell1"), calls[i]).Calls[0];
            var found = Assert.Single(receipts[i].Calls);
            Assert.True(message == found.Message, $"{body}: {found.Status} {found.Message}");
            Assert.Equal((expected.Status, expected.Message), (found.Status, found.Message));
            Assert.True(
                expected.GasUsed == found.GasUsed, $"{body}: {found.GasUsed} gas, and {expected.GasUsed} in memory");
            Assert.InRange(found.GasUsed, 1_000UL, (ulong)HostilePackages.GasPerCall);
            Assert.Empty(found.Events);
        }
    }

    private async Task GasOfATransactionRunsOutAsync()
    {
        var calls = Enumerable.Repeat(
            new CallArguments().Call(HostilePackages.Contract, "run1"), (int)(GasPerTransaction / HostilePackages.GasPerCall) + 2);
        var receipt = await _administrators[0].Client.SubmitAsync([.. calls], atomic: false, Cancellation);

        Assert.Equal((ulong)GasPerTransaction, receipt.Calls.Aggregate(0UL, (sum, call) => sum + call.GasUsed));
        Assert.Equal($"the limit is {GasPerTransaction} gas in a transaction", receipt.Calls[^1].Message);
    }

    // Money is issued and sent by the contracts that ship with the nodes.
    private async Task PaysAsync()
    {
        await ContractInstaller.InstallShippedAsync(Network, Cancellation);
        DeviceFactory.Ensure(
            Network, "cell1", "bank", CertificateAttributes.Create(KeyValuePair.Create(AttributeNames.Role, "bank")),
            TimeProvider.System);
        await using var bank = Network.Connect("cell1/bank");
        await bank.EnrolAsync(Cancellation);
        var issue = new CallArguments().Text(bank.Client.Account).Long(1_000).Call("wallet", "issue");
        (await bank.Client.SubmitAsync(issue, Cancellation)).EnsureOk();
        var transfer = new CallArguments().Text("cell2/admin").Long(400).Text("").Call("wallet", "transfer");
        (await bank.Client.SubmitAsync(transfer, Cancellation)).EnsureOk();
    }

    private async Task AllNodesHaveTheSameBlocksAsync()
    {
        var statuses = await Task.WhenAll(_administrators.Select(a => a.Client.StatusAsync(Cancellation)));
        var head = statuses.Max(s => s.Height.Value);
        var chains = new List<List<string>>();
        foreach (var administrator in _administrators)
        {
            var chain = new List<string>();
            await foreach (var block in administrator.Client.BlocksAsync(new SequenceNumber(1), head, Cancellation))
            {
                var gas = block.Receipts.Select(r => Receipt.TryDecode(r.Span)!).SelectMany(r => r.Calls)
                    .Aggregate(0UL, (sum, call) => sum + call.GasUsed);
                Assert.InRange(gas, 0UL, (ulong)GasPerBlock);
                chain.Add($"{block.Header.Hash} {block.Header.StateRoot} {Block.ReceiptRootOf(block.Receipts)}");
            }

            chains.Add(chain);
        }

        Assert.All(chains, chain => Assert.Equal(chains[0], chain));
        Assert.Equal(head, (ulong)chains[0].Count);
    }

    private static ContractCall Install(byte[] package) =>
        new CallArguments().Text("hostile").Bytes(package).Bytes([]).Long(0).Call("lifecycle", "install");

    private List<int> ProcessIds() =>
    [
        .. Network.Nodes.Select(node =>
        {
            using var process = NodeProcess.Find(Network, node);
            Assert.True(process != null, $"{node.Name} does not run");
            return process.Id;
        }),
    ];

    private static async Task OkAsync(params string[] command)
    {
        var result = await LedgerCommand.RunAsync(command);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', command)}: {result.All}");
    }
}
