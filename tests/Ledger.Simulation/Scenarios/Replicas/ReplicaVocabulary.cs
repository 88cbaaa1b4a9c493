
namespace Ledger.Simulation;

/// <summary>
/// What can happen to one replica, message by message. Unless a line says otherwise: window 16, a checkpoint every 4
/// blocks, batches of at most 4 requests, 4 proposals in flight; 400 ms for progress and for a new view, 1,600 ms for the
/// request that waits longest, doubling up to 3,200 ms; a status every 100 ms.
/// </summary>
internal static class ReplicaVocabulary
{
    /// <summary>The lines.</summary>
    public static readonly Vocabulary<ReplicaStage> Instance = new(
        "replica {node} of {count:n}",
        static (a, seed) => new ReplicaStage(a["node"], a.Number("count"), seed),
        [
            new("window {n:n}", "H - h", (s, a) => s.Agree(p => p with { WindowSize = a.Number("n") })),
            new("checkpoint every {n:n}", "K", (s, a) => s.Agree(p => p with { CheckpointInterval = a.Number("n") })),
            new("rotation every {n:n}", "heights of a primary's turn",
                (s, a) => s.Agree(p => p with { RotationInterval = a.Number("n") })),
            new("batches of at most {n:n}", "requests in a batch",
                (s, a) => s.Agree(p => p with { BatchTransactionsMax = a.Number("n") })),
            new("pipeline of {n:n}", "own proposals in flight",
                (s, a) => s.Configure(o => o with { PipelineDepth = a.Number("n") })),
            new("queue of {n:n} requests", "in all", (s, a) => s.Configure(o => o with
            {
                RequestQueueMax = a.Number("n"), RequestsPerAccountMax = Math.Min(o.RequestsPerAccountMax, a.Number("n")),
            })),
            new("account limit {n:n}", "requests queued of one client",
                (s, a) => s.Configure(o => o with { RequestsPerAccountMax = a.Number("n") })),
            new("peer limit {n:n}", "requests queued that one replica passed on",
                (s, a) => s.Configure(o => o with { RequestsPerPeerMax = a.Number("n") })),
            new("buffer of {n:n} messages", "kept of one peer for later",
                (s, a) => s.Configure(o => o with { FutureMessagesPerPeerMax = a.Number("n") })),

            new("request {t} of {client}", "made by client0 to client5; others are of client0", (s, a) =>
                s.Names.AddRequest(a["t"], ScenarioNames.ClientOf(a["client"]), 0, 40)),
            new("request {t} valid from {a:n} to {b:n}", "heights; others from 0 to 40", (s, a) =>
                s.Names.AddRequest(a["t"], 0, a.Long("a"), a.Long("b"))),
            new("batches {b...}", "each with one request of its own; times in the order of declaration", (s, a) =>
            {
                foreach (var name in a.Words("b"))
                {
                    s.Names.MakeBatch(name, [name + ".request"]);
                }
            }),
            new("batch {b} = {t...}", "of these requests; t! is t with a bad signature", (s, a) =>
                s.Names.MakeBatch(a["b"], a.Words("t"))),
            new("batch {b} = {t...} at {ms:n} ms", "with a time of its own, since the start", (s, a) =>
                s.Names.MakeBatch(a["b"], a.Words("t"), a.Number("ms"))),
            new("empty batch {b}", "without requests", (s, a) => s.Names.MakeBatch(a["b"], [])),
            new("its proposal at {n:n} is called {b}", "names a batch that the replica made",
                (s, a) => s.NameProposal(a["b"], a.Long("n"))),

            new("submit {t...}", "a client hands requests to this replica", (s, a) => s.Submit(a.Words("t"))),
            new("{node} sends {message...}", "arrives; see Messages",
                (s, a) => s.Receive(a["node"], a.Message("message"), a["node"], a["node"])),
            new("{node} sends {message...} signed by {other}", "with another key; node1! for a bad signature", (s, a) =>
                s.Receive(a["node"], a.Message("message"), a["node"], a["other"])),
            new("{node} passes on {message...} of {other}", "somebody else's message on its own link", (s, a) =>
                s.Receive(a["node"], a.Message("message"), a["other"], a["other"])),
            new("{node} keeps {message...}", "made, not sent; a VIEW-CHANGE may be in a V later",
                (s, a) => s.Keep(a["node"], a.Message("message"))),
            new("{node} sends garbage", "bytes that are no message",
                (s, a) => s.Receive(a["node"], new byte[] { 1, 2, 3 })),
            new("advance {ms:n} ms", "time passes", (s, a) => s.Advance(a.Number("ms"))),

            new("executions wait", "the host is slow from now on", (s, _) => s.HoldExecutions()),
            new("executions end", "and it is prompt again", (s, _) => s.EndExecutions()),
            new("execution at {n:n} ends with another result", "this machine computes wrong",
                (s, a) => s.EndWithAnotherResult(a.Long("n"))),
            new("blocks wait", "the disk is slow from now on", (s, _) => s.HoldBlocks()),
            new("blocks are stored", "and it is prompt again", (s, _) => s.StoreBlocks()),
            new("restart", "from what is on disk", (s, _) => s.Restart()),
            new("power fails before the next sync", "what comes next leaves no trace; then it restarts",
                (s, _) => s.LoseNextWrite()),
            new("{node} claims head {n:n}", "asked for its head", (s, a) => s.Claim(a["node"], a.Long("n"))),
            new("catch-up brings {b...}", "certified blocks with these batches, stored",
                (s, a) => s.Import(a.Words("b"))),
            new("catch-up ends", "the target is reached", (s, _) => s.EndCatchUp(true)),
            new("catch-up fails", "it is not", (s, _) => s.EndCatchUp(false)),

            new("{b} is committed at {n:n} in view {v:n}", "all three phases with everyone's votes", (s, a) =>
                s.CommitBatch(a["b"], a.Long("n"), a.Long("v"))),
            new("heights {a:n} to {b:n} are committed in view {v:n}", "the same for new batches b1, b2, ... of these heights",
                (s, a) =>
            {
                for (var height = a.Long("a"); height <= a.Long("b"); height++)
                {
                    s.Names.MakeBatch($"b{height}", [$"b{height}.request"]);
                    s.CommitBatch($"b{height}", height, a.Long("v"));
                }
            }),
            new("checkpoint {n:n} becomes stable", "enough CHECKPOINTs of others arrive",
                (s, a) => s.MakeStable(a.Long("n"))),
        ],
        ReplicaConditions.All);
}
