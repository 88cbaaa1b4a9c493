using Google.Protobuf;
using Grpc.Core;
using Ledger.Identity;
using Ledger.Node.Consensus;
using Ledger.Primitives;
using Ledger.Protocol.V1;
using Microsoft.Extensions.Logging;

namespace Ledger.Node.Peers;

/// <summary>
/// The way back of a validator that has lost its disk (docs/adr/0007): as long as the members list our key under another
/// incarnation than our directory's, it asks, through the door of a peer, for an epoch that lists ours. Until then this node
/// signs no vote.
/// </summary>
internal sealed class RejoinClaim
{
    private readonly DeviceIdentity _identity;
    private readonly ulong _incarnation;
    private readonly Digest _chainId;
    private readonly PeerNetwork _network;
    private readonly ConsensusLoop _loop;
    private readonly ILogger _log;

    public RejoinClaim(
        DeviceIdentity identity, ulong incarnation, Digest chainId, PeerNetwork network, ConsensusLoop loop, ILogger log)
    {
        _identity = identity;
        _incarnation = incarnation;
        _chainId = chainId;
        _network = network;
        _loop = loop;
        _log = log;
    }

    /// <summary>Asks until this node is a validator, is none at all, or stops.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var pause = NodeLimits.RejoinPauseMin;
        for (var turn = 0; !cancellation.IsCancellationRequested && _loop.Status.Self == null; turn++)
        {
            await Task.Delay(pause, cancellation).ConfigureAwait(false);
            var status = _loop.Status;
            var peers = _network.Route.Links.OfType<PeerLink>().Where(link => link.Connected).ToList();
            if (status.PendingChange != null || peers.Count == 0 || !IsListedOtherwise(status.Epoch.Membership))
            {
                continue;
            }

            var answer = await AskAsync(peers[turn % peers.Count], cancellation).ConfigureAwait(false);
            _log.RejoinAsked(_incarnation, answer);
            pause = pause * 2 < NodeLimits.RejoinPauseMax ? pause * 2 : NodeLimits.RejoinPauseMax;
        }
    }

    private bool IsListedOtherwise(Membership membership)
    {
        foreach (var validator in membership.Validators)
        {
            if (validator.PublicKey.Span.SequenceEqual(_identity.Signer.PublicKey.Span))
            {
                return validator.Incarnation != _incarnation;
            }
        }

        return false;
    }

    private async Task<string> AskAsync(PeerLink peer, CancellationToken cancellation)
    {
        try
        {
            var status = await peer.Gateway.StatusAsync(
                new StatusRequest(), deadline: DateTime.UtcNow + NodeLimits.ProbeTimeout, cancellationToken: cancellation)
                .ConfigureAwait(false);
            var certificate = new CanonicalWriter(1024).Bytes(_identity.Certificate.Encoded.Span).ToArray();
            var enrolled = await SubmitAsync(peer, status, "identity", "enrol", certificate, cancellation)
                .ConfigureAwait(false);
            if (enrolled.Receipt?.Status is not Protocol.V1.ReceiptStatus.Ok)
            {
                return $"{peer.Name}: not enrolled: {Describe(enrolled)}";
            }

            var number = new CanonicalWriter(8).U64(_incarnation).ToArray();
            var answer = await SubmitAsync(peer, status, MembershipSchedule.Contract, "rejoin", number, cancellation)
                .ConfigureAwait(false);
            return $"{peer.Name}: {Describe(answer)}";
        }
        catch (Exception e) when (e is RpcException or IOException)
        {
            return $"{peer.Name}: {(e as RpcException)?.Status.Detail ?? e.Message}";
        }
    }

    private async Task<SubmitResponse> SubmitAsync(
        PeerLink peer, StatusResponse status, string contract, string function, byte[] arguments,
        CancellationToken cancellation)
    {
        Span<byte> nonce = stackalloc byte[8];
        System.Security.Cryptography.RandomNumberGenerator.Fill(nonce);
        var transaction = Transaction.Sign(
            new TransactionBody
            {
                ChainId = _chainId,
                Account = _identity.Certificate.AccountName,
                PublicKey = _identity.Signer.PublicKey,
                Nonce = BitConverter.ToUInt64(nonce),
                ValidFrom = status.Height,
                ValidUntil = status.Height + (status.ValidityWindowBlocks / 2),
                Calls = [new ContractCall(contract, function, arguments)],
            },
            _identity.Signer);
        return await peer.Gateway.SubmitAsync(
            new SubmitRequest { Transaction = UnsafeByteOperations.UnsafeWrap(transaction.Encoded), Wait = true },
            deadline: DateTime.UtcNow + NodeLimits.ReceiptWaitMax, cancellationToken: cancellation).ConfigureAwait(false);
    }

    private static string Describe(SubmitResponse answer) =>
        answer.Receipt is { } receipt
            ? string.Join("; ", receipt.Calls.Select(call => $"{call.Status} {call.Message}".TrimEnd()))
            : "no receipt";
}
