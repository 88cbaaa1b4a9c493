using BenchmarkDotNet.Attributes;
using Ledger.Primitives;

namespace Ledger.Benchmarks;

/// <summary>The Merkle root over the transactions or receipts of a block.</summary>
[MemoryDiagnoser]
public class MerkleBenchmarks
{
    private Digest[] _leaves = [];

    /// <summary>Leaves in the list.</summary>
    [Params(100, 1000)]
    public int Count { get; set; }

    /// <summary>Makes the leaves.</summary>
    [GlobalSetup]
    public void Setup() => _leaves = [.. Enumerable.Range(0, Count).Select(i => Digest.Of(BitConverter.GetBytes(i)))];

    /// <summary>The root over ready leaf hashes.</summary>
    [Benchmark]
    public Digest Root() => MerkleTree.Root(_leaves);
}
