using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Ledger.Node.Security;
using Ledger.Primitives;
using Ledger.Protocol.V1;
using Ledger.Runtime;
using Ledger.Storage;

namespace Ledger.Node.Gateway;

internal sealed partial class GatewayService
{
    public override Task<QueryResponse> Query(QueryRequest request, ServerCallContext context)
    {
        var key = WholeKey(request.Contract, request.Key);
        var read = request.Height == 0 ? _store.ReadWithProof(key) : ReadAt(key, new SequenceNumber(request.Height));
        if (read.Header == null || read.Certificate == null)
        {
            throw Refuse(StatusCode.NotFound, "there is no block yet, so there is nothing to prove against");
        }

        return Task.FromResult(new QueryResponse
        {
            Found = read.Value != null,
            Value = read.Value == null ? ByteString.Empty : UnsafeByteOperations.UnsafeWrap(read.Value),
            Proof = WireFormat.Proof(read.Proof),
            Header = WireFormat.Header(read.Header, read.Certificate),
        });
    }

    public override Task<CallResponse> Call(CallRequest request, ServerCallContext context)
    {
        var caller = ClientCertificates.NameOf(context)
            ?? throw Refuse(StatusCode.Unauthenticated, "the call has no client certificate");
        using var snapshot = _store.Snapshot();
        var at = new BlockContext(snapshot.Height.Value, snapshot.Header?.TimeMilliseconds ?? 0);
        var call = new ContractCall(request.Contract, request.Function, request.Arguments.Memory);
        var result = _executor.Query(at, snapshot, caller, call);
        if (result.Status != Primitives.ReceiptStatus.Ok)
        {
            throw Refuse(StatusMapping.ToGrpc(result.Status), result.Message);
        }

        return Task.FromResult(new CallResponse { Result = WireFormat.CallResult(result), Height = snapshot.Height.Value });
    }

    private CertifiedRead ReadAt(byte[] key, SequenceNumber height)
    {
        if (_store.ReadAt(key, height) is { } read)
        {
            return read;
        }

        var (head, lowest, kept) = (_store.Height, _store.LowestProvableState, _store.LowestHistoryOf(key));
        throw Refuse(StatusCode.OutOfRange, height > head
            ? $"there is no block {height} yet; the last is {head}"
            : kept > lowest
            ? $"the value of this key after block {height} is no longer kept here; its history begins at {kept}"
            : $"the state of block {height} cannot be proven here any more; the lowest that can is {lowest}");
    }

    private static byte[] WholeKey(string contract, ByteString key)
    {
        if (contract.Length is 0 or > ContractCall.ContractSizeMax || contract.Contains('\0', StringComparison.Ordinal))
        {
            throw Refuse(StatusCode.InvalidArgument, "the contract's name is empty or too long");
        }

        var name = Encoding.UTF8.GetBytes(contract);
        if (name.Length + 1 + key.Length > IStateView.KeySizeMax)
        {
            throw Refuse(StatusCode.InvalidArgument, $"the key is longer than {IStateView.KeySizeMax} bytes");
        }

        return [.. name, 0, .. key.Span];
    }
}
