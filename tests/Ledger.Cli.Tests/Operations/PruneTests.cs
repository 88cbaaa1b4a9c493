using System.Text.Json.Nodes;
using Ledger.Primitives;
using Ledger.Storage;

namespace Ledger.Cli.Tests.Operations;

/// <summary>Pruning a stopped node by the command.</summary>
public sealed class PruneTests(OperationsFixture fixture) : IClassFixture<OperationsFixture>
{
    [Fact]
    public async Task BlocksAndHistoryGoAndTheRestStays()
    {
        var (data, genesis) = Small("small", 40);

        var run = (await Run.OfAsync("prune", "--keep", "12", "--history", "20", "--data", data, "--genesis", genesis, "--json")).IsOk();

        Assert.Equal(29UL, (ulong)run.Json["lowestBlock"]!);
        Assert.Equal(28UL, (ulong)run.Json["blocksGivenUp"]!);
        Assert.Equal(20UL, (ulong)run.Json["lowestHistory"]!);
        using (var store = LedgerStore.OpenReadOnly(data, null))
        {
            Assert.Null(store.ReadBlock(new SequenceNumber(28)));
            Assert.NotNull(store.ReadBlock(new SequenceNumber(29)));
            Assert.NotNull(store.ReadHeader(new SequenceNumber(1)));
        }

        var again = (await Run.OfAsync("prune", "--before", "29", "--data", data, "--genesis", genesis)).IsOk();
        Assert.Contains("29 to 40 are kept; 0 were given up", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheValidityWindowStays()
    {
        var (data, genesis) = Small("window", 40);

        (await Run.OfAsync("prune", "--keep", "5", "--data", data, "--genesis", genesis)).FailsWith(1, "within the validity window");
        (await Run.OfAsync("prune", "--before", "31", "--data", data, "--genesis", genesis)).FailsWith(1, "30 is the highest");
        (await Run.OfAsync("prune", "--history", "41", "--data", data, "--genesis", genesis)).FailsWith(1, "the head is at 40");
        (await Run.OfAsync("prune", "--keep", "5", "--data", fixture.Data)).FailsWith(1, "nothing can be pruned yet");
    }

    [Theory]
    [InlineData("prune", "nothing to prune")]
    [InlineData("prune --keep 5 --before 7", "give one")]
    [InlineData("prune --keep 0", "begin with 1")]
    [InlineData("prune --keep -3", "-3")]
    [InlineData("prune --keep many", "many")]
    public async Task WhatCannotBeMeantIsOneLine(string line, string words) =>
        (await Run.OfAsync([.. line.Split(' '), "--data", fixture.Data])).FailsWith(2, words);

    [Fact]
    public async Task AnotherNetworksGenesisIsRefused()
    {
        var (data, _) = Small("foreign", 3);

        (await Run.OfAsync("prune", "--keep", "2", "--data", data, "--genesis", fixture.Genesis)).FailsWith(1, "belongs to chain");
    }

    /// <summary>A ledger of a network with a window of 10 blocks.</summary>
    private (string Data, string Genesis) Small(string name, ulong height)
    {
        var folder = Directory.CreateDirectory(fixture.Place(name)).FullName;
        var genesis = Path.Combine(folder, "genesis.json");
        var document = JsonNode.Parse(File.ReadAllText(fixture.Genesis))!;
        document["validityWindowBlocks"] = 10;
        File.WriteAllText(genesis, document.ToJsonString());
        var data = Path.Combine(folder, "data");
        FakeChain.Grow(data, GenesisDocument.Parse(File.ReadAllBytes(genesis)).ChainId, height);
        return (data, genesis);
    }
}
