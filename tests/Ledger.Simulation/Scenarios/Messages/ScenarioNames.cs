using System.Globalization;
using System.Text;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>The requests and batches that a scenario names. A request is made when it is first mentioned.</summary>
internal sealed class ScenarioNames(TransactionFactory factory, Func<ulong> height)
{
    private readonly Dictionary<string, Transaction> _requests = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Batch> _batches = new(StringComparer.Ordinal);

    /// <summary>Makes a request.</summary>
    /// <param name="name">What the scenario calls it.</param>
    /// <param name="client">Whose it is.</param>
    /// <param name="from">First height at which it is valid.</param>
    /// <param name="until">Last height.</param>
    public void AddRequest(string name, int client, ulong from, ulong until)
    {
        if (!_requests.TryAdd(name, factory.MakeAdd(client, from, until, name, 1)))
        {
            throw new ScenarioException($"{name} is known already");
        }
    }

    /// <summary>A request; with <c>!</c> behind its name, the same with a signature that is not good.</summary>
    public Transaction Request(string name)
    {
        if (name.EndsWith('!'))
        {
            return TransactionFactory.SpoilSignature(Request(name[..^1]));
        }

        if (!_requests.ContainsKey(name))
        {
            AddRequest(name, 0, height(), height() + SimulatedGenesis.ValidityWindowMax - 8);
        }

        return _requests[name];
    }

    /// <summary>Requests, in order.</summary>
    public Transaction[] Requests(IEnumerable<string> names) => [.. names.Select(Request)];

    /// <summary>Names a batch.</summary>
    public void AddBatch(string name, Batch batch)
    {
        if (!_batches.TryAdd(name, batch))
        {
            throw new ScenarioException($"{name} is known already");
        }
    }

    /// <summary>
    /// Makes a batch. Each is a millisecond later than the one before it, so batches are declared in the order of their
    /// heights.
    /// </summary>
    /// <param name="name">What the scenario calls it.</param>
    /// <param name="requests">Names of its requests.</param>
    /// <param name="milliseconds">Its time, since the start; null for the next one.</param>
    public void MakeBatch(string name, IEnumerable<string> requests, int? milliseconds = null) =>
        AddBatch(name, new Batch(NodeClock.WallClockStart + (ulong)(milliseconds ?? _batches.Count + 1), Requests(requests)));

    /// <summary>A batch.</summary>
    public Batch Batch(string name) =>
        _batches.TryGetValue(name, out var batch) ? batch : throw new ScenarioException($"no batch is called {name}");

    /// <summary>
    /// A digest: of a batch; zeros for <c>null</c>, the null request; for <c>?x</c> one that stands for nothing.
    /// </summary>
    public Digest Digest(string word) =>
        word == "null" ? Primitives.Digest.Zero
        : word[0] == '?' ? Primitives.Digest.Of(Encoding.UTF8.GetBytes(word))
        : Batch(word).Digest;

    /// <summary>The number of a client, <c>client3</c>.</summary>
    public static int ClientOf(string word) =>
        word.StartsWith("client", StringComparison.Ordinal) &&
        int.TryParse(word["client".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var client) &&
        client < SimulatedGenesis.ClientCount
            ? client
            : throw new ScenarioException($"no client is called {word}");
}
