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
        return _verifier.Check(wholeKey, response, oldest);
    }

    /// <summary>Calls a read-only function on the node's latest state. One node's word.</summary>
    /// <exception cref="LedgerException">The node or the contract refused, with its message.</exception>
    public Task<CallAnswer> CallAsync(
        string contract, string function, ReadOnlyMemory<byte> arguments, CancellationToken cancellation = default) =>
        AskAsync(_node, Request(contract, function, arguments), cancellation);

    /// <summary>
    /// Calls a read-only function on all nodes of the options until f+1 different validators give the same result, so
    /// that at least one of them is honest. While blocks change the result, nodes may be a block apart; a few rounds
    /// even that out.
    /// </summary>
    /// <exception cref="LedgerException">
    /// InvalidArgument when the options name fewer than f+1 nodes; Disagreement when no result finds f+1 voices, with
    /// what kept nodes from it.
    /// </exception>
    public async Task<CallAnswer> CallQuorumAsync(
        string contract, string function, ReadOnlyMemory<byte> arguments, CancellationToken cancellation = default)
    {
        var needed = _verifier.Membership.WeakQuorum;
        if (_nodes.Length < needed)
        {
            throw new LedgerException(
                LedgerError.InvalidArgument, $"{needed} equal answers need as many nodes; the options name {_nodes.Length}");
        }

        string? trouble = null;
        for (var round = 0; round < QuorumRoundsMax; round++)
        {
            if (round > 0)
            {
                await Task.Delay(_options.RetryPause, _options.TimeProvider, cancellation).ConfigureAwait(false);
            }

            var asked = _nodes.Select(n => VoiceOfAsync(n, Request(contract, function, arguments), cancellation)).ToArray();
            var voices = await Task.WhenAll(asked).ConfigureAwait(false);
            if (Agreed(voices, needed) is { } answer)
            {
                return answer;
            }

            trouble = Array.Find(voices, v => v.Error != null).Error?.Message;
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

    private static Wire.CallRequest Request(string contract, string function, ReadOnlyMemory<byte> arguments) => new()
    {
        Contract = contract,
        Function = function,
        Arguments = UnsafeByteOperations.UnsafeWrap(arguments),
    };

    /// <summary>The answer that enough different validators gave, of the lowest height among them.</summary>
    private static CallAnswer? Agreed((string? Validator, CallAnswer? Answer, LedgerException? Error)[] voices, int needed)
    {
        foreach (var (_, candidate, _) in voices)
        {
            if (candidate == null)
            {
                continue;
            }

            var equal = voices.Where(v => v.Answer != null && v.Answer.Result.Span.SequenceEqual(candidate.Result.Span)).ToArray();
            if (equal.Select(v => v.Validator).Distinct(StringComparer.Ordinal).Count() >= needed)
            {
                return equal.MinBy(v => v.Answer!.Height.Value).Answer;
            }
        }

        return null;
    }

    private async Task<(string? Validator, CallAnswer? Answer, LedgerException? Error)> VoiceOfAsync(
        NodeConnection node, Wire.CallRequest request, CancellationToken cancellation)
    {
        try
        {
            var answer = await AskAsync(node, request, cancellation).ConfigureAwait(false);
            return (node.Validator, answer, null);
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
