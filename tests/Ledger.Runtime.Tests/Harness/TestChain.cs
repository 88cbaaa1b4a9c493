using Ledger.Primitives;

namespace Ledger.Runtime.Tests;

/// <summary>
/// Blocks made by the block executor over states in memory, each a copy of the one before, so that a block can be
/// executed again. A root is a digest of all entries.
/// </summary>
internal sealed class TestChain
{
    public static readonly Digest ChainId = Digest.Of("chain"u8);

    private readonly HashSet<Digest> _executed = [];

    public TestChain(TestLedger ledger)
    {
        Ledger = ledger;
        State = ledger.State;
        Blocks = new BlockExecutor(ledger.Executor, ChainId, ledger.Options.Members);
    }

    /// <summary>Its executor, options and way of signing; its own blocks are not used.</summary>
    public TestLedger Ledger { get; }

    public BlockExecutor Blocks { get; }

    public BlockHeader? Head { get; private set; }

    public MemoryState State { get; private set; }

    public ulong Time { get; set; } = TestLedger.StartMilliseconds;

    public ulong Height => Head?.Height.Value ?? 0;

    /// <summary>Executes the next block without keeping it.</summary>
    public ExecutedBlock<MemoryState> Try(params Transaction[] transactions) =>
        Blocks.Execute(Head, new Batch(Time, transactions), State, _executed.Contains, Stage);

    /// <summary>Executes the next block and keeps it.</summary>
    public ExecutedBlock<MemoryState> Add(params Transaction[] transactions)
    {
        var block = Try(transactions);
        Head = block.Header;
        State = block.State;
        foreach (var transaction in transactions)
        {
            _executed.Add(transaction.Id);
        }

        Ledger.AdvanceTo(Height);
        return block;
    }

    public static Digest RootOf(MemoryState state) =>
        Digest.Of(System.Text.Encoding.ASCII.GetBytes(string.Join('\n', state.Entries)));

    private (MemoryState State, Digest Root, IStateView View) Stage(
        SequenceNumber height, IReadOnlyList<StateWrite> writes)
    {
        Assert.Equal(Height + 1, height.Value);
        var after = State.Copy();
        after.Apply(writes);
        return (after, RootOf(after), after);
    }
}
