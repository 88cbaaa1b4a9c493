using Google.Protobuf;
using Ledger.Client.Connection;
using Ledger.Client.Proofs;
using Ledger.Primitives;
using Wire = Ledger.Protocol.V1;

namespace Ledger.Client;

public sealed partial class LedgerClient
{
    /// <summary>Rounds of <see cref="CallQuorumAsync"/>: nodes that are a block apart agree in the next one.</summary>
    private const int QuorumRoundsMax = 5;

    /// <summary>
    /// Reads one key of a contract's state and checks the whole proof: the quorum's certificate, the header, the path
    /// from the state root to the key. Never older than anything this client has seen certified before the call.
    /// </summary>
    /// <param name="contract">The contract.</param>
    /// <param name="key">The contract's key, see <see cref="StateKeyBuilder"/>.</param>
    /// <param name="heightMin">Refuse states below this height; a receipt's height, to read what it wrote.</param>
    /// <param name="cancellation">Ends the call early.</param>
    /// <exception cref="LedgerException">Unproven when anything does not hold.</exception>
    public async Task<ProvenValue> QueryAsync(
        string contract, ReadOnlyMemory<byte> key, SequenceNumber heightMin = default, CancellationToken cancellation = default)
    {
        var wholeKey = ChainVerifier.WholeKey(contract, key.Span);
        var oldest = heightMin > _verifier.Height ? heightMin : _verifier.Height;
        var request = new Wire.QueryRequest { Contract = contract, Key = UnsafeByteOperations.UnsafeWrap(key) };
        var response = await _node.CallAsync(_node.Stub.QueryAsync, request, _options.CallTimeout, null, cancellation)
            .ConfigureAwait(false);
        return await _verifier.CheckAsync(wholeKey, response, oldest, _node, cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// Reads one key of a contract's state as it was after a block, with the same checks as <see cref="QueryAsync"/>.
    /// </summary>
    /// <param name="contract">The contract.</param>
    /// <param name="key">The contract's key, see <see cref="StateKeyBuilder"/>.</param>
    /// <param name="height">The block; 1 or above.</param>
    /// <param name="cancellation">Ends the call early.</param>
    /// <exception cref="LedgerException">
    /// InvalidArgument, with the lowest height that the node can prove, when the block is above the head or its state is
    /// no longer kept; Unproven when anything does not hold.
    /// </exception>
    public async Task<ProvenValue> QueryAtAsync(
        string contract, ReadOnlyMemory<byte> key, SequenceNumber height, CancellationToken cancellation = default)
    {
        var wholeKey = ChainVerifier.WholeKey(contract, key.Span);
        if (height.Value == 0)
        {
            throw new LedgerException(LedgerError.InvalidArgument, "the first block has height 1");
        }

        var request = new Wire.QueryRequest
        {
            Contract = contract, Key = UnsafeByteOperations.UnsafeWrap(key), Height = height.Value,
        };
        var response = await _node.CallAsync(_node.Stub.QueryAsync, request, _options.CallTimeout, null, cancellation)
            .ConfigureAwait(false);
        var read = await _verifier.CheckAsync(wholeKey, response, height, _node, cancellation).ConfigureAwait(false);
        return read.Header.Height == height
            ? read
            : throw new LedgerException(
                LedgerError.Unproven, $"the answer is from block {read.Header.Height}, not from block {height}");
    }

    /// <summary>Calls a read-only function on the node's latest state. One node's word.</summary>
    /// <exception cref="LedgerException">The node or the contract refused, with its message.</exception>
    public Task<CallAnswer> CallAsync(
        string contract, string function, ReadOnlyMemory<byte> arguments, CancellationToken cancellation = default) =>
        AskAsync(_node, Request(contract, function, arguments), cancellation);

    /// <summary>
    /// Calls a read-only function on all nodes of the options until f+1 different validators give the same result, so
    /// that at least one of them is honest. Validators are those of the newest epoch that any of the nodes proves. While
    /// blocks change the result, nodes may be a block apart; a few rounds even that out.
    /// </summary>
    /// <exception cref="LedgerException">
    /// InvalidArgument when the options name fewer than f+1 nodes; Disagreement when no result finds f+1 voices, with
    /// what kept nodes from it.
    /// </exception>
    public async Task<CallAnswer> CallQuorumAsync(
        string contract, string function, ReadOnlyMemory<byte> arguments, CancellationToken cancellation = default)
    {
        RequireNodes(_epochs.Chain.Newest.Membership.WeakQuorum);
        var news = await Task.WhenAll(_nodes.Select(n => NewsOfAsync(n, cancellation))).ConfigureAwait(false);
        var members = _epochs.Chain.Newest.Membership;
        var needed = members.WeakQuorum;
        RequireNodes(needed);
        var trouble = Array.Find(news, n => n != null)?.Message;
        for (var round = 0; round < QuorumRoundsMax; round++)
        {
            if (round > 0)
            {
                await Task.Delay(_options.RetryPause, _options.TimeProvider, cancellation).ConfigureAwait(false);
            }

            var asked = _nodes.Select(n => VoiceOfAsync(n, Request(contract, function, arguments), cancellation)).ToArray();
            var voices = await Task.WhenAll(asked).ConfigureAwait(false);
            if (Agreed(Array.FindAll(voices, v => IsMember(members, v.Node)), needed) is { } answer)
            {
                return answer;
            }

            trouble = Array.Find(voices, v => v.Error != null).Error?.Message ?? trouble;
        }

        throw new LedgerException(
            LedgerError.Disagreement,
            trouble == null
                ? $"no {needed} nodes gave the same answer"
                : $"no {needed} nodes gave the same answer; one said: {trouble}");
    }

    /// <summary>The contracts in force and their functions. One node's word.</summary>
    public async Task<IReadOnlyList<ContractManifest>> ContractsAsync(CancellationToken cancellation = default)
    {
        var answer = await CallAsync(ContractManifest.LifecycleContract, "contracts", CallArguments.None, cancellation)
            .ConfigureAwait(false);
        return ContractManifest.DecodeList(answer.Result.Span);
    }

    private static bool IsMember(Membership members, string? node)
    {
        foreach (var validator in members.Validators)
        {
            if (node == $"{validator.Organisation}/{validator.Name}")
            {
                return true;
            }
        }

        return false;
    }

    private void RequireNodes(int needed)
    {
        if (_nodes.Length < needed)
        {
            throw new LedgerException(
                LedgerError.InvalidArgument, $"{needed} equal answers need as many nodes; the options name {_nodes.Length}");
        }
    }

    /// <summary>Learns the epochs that a node can prove; what keeps it from that is no reason to fail.</summary>
    private async Task<LedgerException?> NewsOfAsync(NodeConnection node, CancellationToken cancellation)
    {
        try
        {
            await _epochs.LearnAsync(node, cancellation).ConfigureAwait(false);
            return null;
        }
        catch (LedgerException e)
        {
            return e;
        }
    }

    private static Wire.CallRequest Request(string contract, string function, ReadOnlyMemory<byte> arguments) => new()
    {
        Contract = contract,
        Function = function,
        Arguments = UnsafeByteOperations.UnsafeWrap(arguments),
    };

    /// <summary>The answer that enough different validators gave, of the lowest height among them.</summary>
    private static CallAnswer? Agreed((string? Node, CallAnswer? Answer, LedgerException? Error)[] voices, int needed)
    {
        foreach (var (_, candidate, _) in voices)
        {
            if (candidate == null)
            {
                continue;
            }

            var equal = voices.Where(v => v.Answer != null && v.Answer.Result.Span.SequenceEqual(candidate.Result.Span)).ToArray();
            if (equal.Select(v => v.Node).Distinct(StringComparer.Ordinal).Count() >= needed)
            {
                return equal.MinBy(v => v.Answer!.Height.Value).Answer;
            }
        }

        return null;
    }

    private async Task<(string? Node, CallAnswer? Answer, LedgerException? Error)> VoiceOfAsync(
        NodeConnection node, Wire.CallRequest request, CancellationToken cancellation)
    {
        try
        {
            var answer = await AskAsync(node, request, cancellation).ConfigureAwait(false);
            return (node.Name, answer, null);
        }
        catch (LedgerException e)
        {
            return (null, null, e);
        }
    }

    private async Task<CallAnswer> AskAsync(NodeConnection node, Wire.CallRequest request, CancellationToken cancellation)
    {
        var response = await node.CallAsync(node.Stub.CallAsync, request, _options.CallTimeout, null, cancellation)
            .ConfigureAwait(false);
        var result = response.Result ?? throw WireReader.Malformed("the result");
        return result.Status == Wire.ReceiptStatus.Ok
            ? new CallAnswer(result.Result.Memory, new SequenceNumber(response.Height))
            : throw new LedgerException(LedgerError.Refused, result.Message);
    }
}
