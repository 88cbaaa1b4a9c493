using Grpc.Core;
using Ledger.Client.Connection;
using Ledger.Primitives;
using Wire = Ledger.Protocol.V1;

namespace Ledger.Client.Proofs;

/// <summary>
/// Follows the members from genesis on: when a header names some that are not known, the node that sent it has to show how
/// genesis leads there. Thread safe; of callers that miss the same members, one asks.
/// </summary>
internal sealed class EpochFollower : IDisposable
{
    private readonly LedgerClientOptions _options;
    private readonly SemaphoreSlim _learning = new(1);

    public EpochFollower(LedgerClientOptions options)
    {
        _options = options;
        Chain = new EpochChain(options.ChainId, options.Genesis.ToMembership());
    }

    /// <summary>What is proven so far.</summary>
    public EpochChain Chain { get; }

    /// <summary>Who has to have certified a header.</summary>
    /// <exception cref="LedgerException">Unproven: genesis does not lead to the members that it names.</exception>
    public async ValueTask<Membership> MembersAsync(
        BlockHeader header, NodeConnection source, CancellationToken cancellation)
    {
        if (Known(header) is { } known)
        {
            return known;
        }

        await _learning.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            // One answer is bounded, so a long way takes several; each has to lead further.
            var before = new SequenceNumber(ulong.MaxValue);
            while (Known(header) == null && Chain.Newest.Base != before)
            {
                before = Chain.Newest.Base;
                await LearnAsync(source, cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            _learning.Release();
        }

        return Known(header) ?? throw new LedgerException(
            LedgerError.Unproven,
            $"block {header.Height} names members {header.MembershipHash.ToShortString()}, to which genesis does not lead");
    }

    /// <summary>Asks a node for the epochs that are not known yet.</summary>
    /// <exception cref="LedgerException">The call failed, or the answer does not hold.</exception>
    public async Task LearnAsync(NodeConnection source, CancellationToken cancellation)
    {
        var request = new Wire.EpochsRequest { After = Chain.Newest.Base.Value };
        var deadline = _options.TimeProvider.GetUtcNow().UtcDateTime + _options.CallTimeout;
        using var call = source.Stub.Epochs(request, new CallOptions(deadline: deadline, cancellationToken: cancellation));
        try
        {
            for (var learnt = 0; learnt < EpochChain.EpochsMax; learnt++)
            {
                if (!await call.ResponseStream.MoveNext(cancellation).ConfigureAwait(false))
                {
                    return;
                }

                var end = EpochHeader.TryDecode(call.ResponseStream.Current.Epoch.Span)
                    ?? throw WireReader.Malformed("the end of an epoch");
                if (!Chain.TryExtend(end))
                {
                    throw new LedgerException(
                        LedgerError.Unproven,
                        $"the members before block {end.Header.Height} did not certify the change of members there");
                }
            }
        }
        catch (RpcException e)
        {
            throw source.Translate(e, null, cancellation);
        }
    }

    public void Dispose() => _learning.Dispose();

    /// <summary>
    /// The members of the header's height, if they are those that it names; null when news could change that.
    /// </summary>
    /// <exception cref="LedgerException">Unproven: no news will.</exception>
    private Membership? Known(BlockHeader header)
    {
        var epoch = Chain.At(header.Height) ?? throw new LedgerException(
            LedgerError.Unproven,
            $"the members of block {header.Height} are forgotten; a new client learns the first {EpochChain.EpochsMax} epochs");
        if (epoch.Membership.Hash == header.MembershipHash)
        {
            return epoch.Membership;
        }

        return header.Height > Chain.Newest.Base
            ? null
            : throw new LedgerException(
                LedgerError.Unproven, $"block {header.Height} names other members than those of its epoch");
    }
}
