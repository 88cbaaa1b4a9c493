using Ledger.Client;
using Ledger.Primitives;

namespace Ledger.EndToEnd.Tests.Chaos;

/// <summary>What must hold of a network after all faults are healed, whatever they were.</summary>
internal static class ChaosAudit
{
    /// <summary>
    /// Stops the load, and checks: no fault but those of the scenario was seen; all nodes hold the same chain; it holds every
    /// acknowledged payment once, where its receipt says; balances are what the chain's payments make; no replica
    /// contradicted itself; and every data directory stands the offline audit.
    /// </summary>
    public static async Task RunAsync(ChaosNetwork network)
    {
        await network.Load.StopAsync();
        Assert.Empty(network.Load.Flaws);
        var height = await network.HeightAsync();
        await network.ReachAsync(Enumerable.Range(0, network.Count), height);

        var chain = await ReadChainAsync(network, height);
        await AssertSameChainAsync(network, height);
        AssertNothingLost(network.Load, chain);
        for (var node = 0; node < network.Count; node++)
        {
            await AssertBalancesAsync(network, node, chain);
        }

        await network.VerifyAsync();
    }

    private static async Task<List<Block>> ReadChainAsync(ChaosNetwork network, SequenceNumber height)
    {
        var chain = new List<Block>();
        await foreach (var block in network.Client(0).BlocksAsync(
                           new SequenceNumber(1), height.Value, TestContext.Current.CancellationToken))
        {
            chain.Add(block);
        }

        Assert.Equal(height, chain[^1].Header.Height);
        return chain;
    }

    private static async Task AssertSameChainAsync(ChaosNetwork network, SequenceNumber height)
    {
        var hashes = new List<Digest>();
        for (var node = 0; node < network.Count; node++)
        {
            hashes.Add((await network.BlockAsync(node, height)).Header.Hash);
            var status = await network.StatusAsync(node);
            Assert.NotNull(status);
            Assert.Equal(0, status.Evidence);
        }

        Assert.Single(hashes.Distinct());
    }

    private static void AssertNothingLost(ChaosLoad load, List<Block> chain)
    {
        var places = new Dictionary<Digest, (SequenceNumber Height, int Index)>();
        foreach (var block in chain)
        {
            for (var i = 0; i < block.Batch.Transactions.Count; i++)
            {
                Assert.True(
                    places.TryAdd(block.Batch.Transactions[i].Id, (block.Header.Height, i)),
                    $"a transaction of block {block.Header.Height} was executed before");
            }
        }

        Assert.NotEmpty(load.Acknowledged);
        Assert.All(load.Acknowledged, receipt =>
        {
            Assert.True(
                places.TryGetValue(receipt.TransactionId, out var place),
                $"an acknowledged payment of height {receipt.Height} is lost");
            Assert.Equal((receipt.Height, receipt.Index), place);
            Assert.Equal(receipt.Encoded.Span, chain[(int)place.Height.Value - 1].Receipts[place.Index].Span);
        });
    }

    /// <summary>Each payment is 1 n¤ from one payer to the next one in the ring.</summary>
    private static async Task AssertBalancesAsync(ChaosNetwork network, int node, List<Block> chain)
    {
        var sent = network.Load.Accounts.ToDictionary(a => a, _ => 0L);
        foreach (var block in chain)
        {
            for (var i = 0; i < block.Batch.Transactions.Count; i++)
            {
                var body = block.Batch.Transactions[i].Body;
                if (body.Calls[0] is { Contract: "wallet", Function: "transfer" })
                {
                    Assert.Equal(ReceiptStatus.Ok, Receipt.TryDecode(block.Receipts[i].Span)?.Status);
                    sent[body.Account]++;
                }
            }
        }

        var accounts = network.Load.Accounts;
        for (var i = 0; i < accounts.Count; i++)
        {
            var received = sent[accounts[(i + accounts.Count - 1) % accounts.Count]];
            var call = new CallArguments().Text(accounts[i]).Call("wallet", "balance");
            var answer = await network.Client(node).CallAsync(
                call.Contract, call.Function, call.Arguments, TestContext.Current.CancellationToken);
            Assert.Equal(ChaosLoad.FundsNano + received - sent[accounts[i]], answer.Read().Long());
        }
    }
}
