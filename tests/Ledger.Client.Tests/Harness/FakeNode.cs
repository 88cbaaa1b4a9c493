using System.Net;
using System.Security.Authentication;
using Google.Protobuf;
using Grpc.Core;
using Ledger.Grpc.Server;
using Ledger.Identity;
using Ledger.Primitives;
using Ledger.Protocol.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using Wire = Ledger.Protocol.V1;

namespace Ledger.Client.Tests.Harness;

/// <summary>The gateway service on a real TLS 1.3 endpoint, each call answered as the test says.</summary>
public sealed class FakeNode : Gateway.GatewayBase, IAsyncDisposable
{
    /// <summary>Longest that anything in these tests may take.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private readonly Digest _chainId;
    private readonly WebApplication _web;

    private FakeNode(Digest chainId, DeviceIdentity identity)
    {
        _chainId = chainId;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureForGrpc().Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(new HttpsConnectionAdapterOptions
            {
                ServerCertificate = identity.TlsCertificate,
                SslProtocols = SslProtocols.Tls13,
                ClientCertificateMode = ClientCertificateMode.RequireCertificate,
                ClientCertificateValidation = (_, _, _) => true,
            });
        }));
        _web = builder.Build();
        _web.MapGrpcService(Gateway.BindService(this));
    }

    public Uri Address { get; private set; } = null!;

    public int StatusCalls { get; private set; }

    public ulong Height { get; set; } = 7;

    public List<byte[]> Submitted { get; } = [];

    public int ReceiptCalls { get; private set; }

    /// <summary>What Epochs answers with, above the height that it is asked for.</summary>
    public List<EpochHeader> EpochEnds { get; } = [];

    public List<Wire.EvidenceRecord> Evidence { get; } = [];

    /// <summary>The heights that Epochs was asked for, in order.</summary>
    public List<ulong> EpochsAsked { get; } = [];

    /// <summary>Answers to Submit, in order; behind the last, each transaction gets a good receipt.</summary>
    public Queue<Func<Transaction, SubmitResponse>> OnSubmit { get; } = new();

    public Func<QueryRequest, QueryResponse>? OnQuery { get; set; }

    public Func<CallRequest, CallResponse>? OnCall { get; set; }

    /// <summary>Answers to GetReceipt; when null, each transaction has a good receipt.</summary>
    public Func<ReceiptRequest, Wire.Receipt>? OnReceipt { get; set; }

    public Func<HistoryRequest, IEnumerable<HistoryResponse>>? OnHistory { get; set; }

    public Func<RangeRequest, IEnumerable<RangeResponse>>? OnRange { get; set; }

    public Func<IAsyncStreamReader<SubmitRequest>, IServerStreamWriter<SubmitResponse>, ServerCallContext, Task>? OnStream { get; set; }

    public Func<BlocksRequest, IServerStreamWriter<BlockResponse>, Task>? OnBlocks { get; set; }

    public Func<EventsRequest, IServerStreamWriter<EventResponse>, Task>? OnEvents { get; set; }

    public static async Task<FakeNode> StartAsync(Consortium consortium, DeviceIdentity? identity = null)
    {
        var node = new FakeNode(consortium.ChainId, identity ?? consortium.Nodes[0]);
        await node._web.StartAsync();
        node.Address = new Uri(node._web.Urls.Single());
        return node;
    }

    public static Primitives.Receipt Receipt(Digest id, string eventName = "done") => new(
        id, Primitives.ReceiptStatus.Ok,
        [
            new Primitives.CallResult(
                Primitives.ReceiptStatus.Ok, "", new byte[] { 5 }, 1, [new LedgerEvent("wallet", eventName, new byte[] { 9 })]),
        ]);

    public static Wire.Receipt ReceiptMessage(Digest id, ulong height = 8) => new()
    {
        TransactionId = ByteString.CopyFrom(id.ToArray()),
        Encoded = ByteString.CopyFrom(Receipt(id).Encode()),
        Height = height,
    };

    public static RpcException Refusal(StatusCode code, string message = "said the node") =>
        new(new global::Grpc.Core.Status(code, message));

    public override Task<StatusResponse> Status(StatusRequest request, ServerCallContext context)
    {
        StatusCalls++;
        return Task.FromResult(new StatusResponse
        {
            EvidenceRecords = { Evidence },
            Node = "node1", Mode = "Normal", Primary = "node1", Height = Height,
            ChainId = ByteString.CopyFrom(_chainId.ToArray()),
            HeaderHash = ByteString.CopyFrom(new byte[32]), StateRoot = ByteString.CopyFrom(new byte[32]),
        });
    }

    public override Task<SubmitResponse> Submit(SubmitRequest request, ServerCallContext context)
    {
        var bytes = request.Transaction.ToByteArray();
        Submitted.Add(bytes);
        var transaction = Transaction.TryDecode(bytes)!;
        return Task.FromResult(OnSubmit.TryDequeue(out var answer)
            ? answer(transaction)
            : new SubmitResponse { Receipt = ReceiptMessage(transaction.Id) });
    }

    public override Task SubmitStream(
        IAsyncStreamReader<SubmitRequest> requestStream, IServerStreamWriter<SubmitResponse> responseStream,
        ServerCallContext context) => OnStream!(requestStream, responseStream, context);

    public override Task<Wire.Receipt> GetReceipt(ReceiptRequest request, ServerCallContext context)
    {
        ReceiptCalls++;
        return Task.FromResult(OnReceipt?.Invoke(request) ?? ReceiptMessage(new Digest(request.TransactionId.Span)));
    }

    public override Task<QueryResponse> Query(QueryRequest request, ServerCallContext context) => Task.FromResult(OnQuery!(request));

    public override Task<CallResponse> Call(CallRequest request, ServerCallContext context) => Task.FromResult(OnCall!(request));

    public override async Task History(
        HistoryRequest request, IServerStreamWriter<HistoryResponse> responseStream, ServerCallContext context)
    {
        foreach (var page in OnHistory!(request))
        {
            await responseStream.WriteAsync(page);
        }
    }

    public override async Task Range(
        RangeRequest request, IServerStreamWriter<RangeResponse> responseStream, ServerCallContext context)
    {
        foreach (var page in OnRange!(request))
        {
            await responseStream.WriteAsync(page);
        }
    }

    public override Task Blocks(
        BlocksRequest request, IServerStreamWriter<BlockResponse> responseStream, ServerCallContext context) =>
        OnBlocks!(request, responseStream);

    public override async Task Epochs(
        EpochsRequest request, IServerStreamWriter<EpochResponse> responseStream, ServerCallContext context)
    {
        lock (EpochsAsked)
        {
            EpochsAsked.Add(request.After);
        }

        foreach (var end in EpochEnds.Where(e => e.Header.Height.Value > request.After))
        {
            await responseStream.WriteAsync(new EpochResponse { Epoch = ByteString.CopyFrom(end.Encode()) });
        }
    }

    public override Task Events(
        EventsRequest request, IServerStreamWriter<EventResponse> responseStream, ServerCallContext context) =>
        OnEvents!(request, responseStream);

    /// <summary>Answers with the blocks of a chain from the height asked for on.</summary>
    public void Serve(List<Block> chain) => OnBlocks = async (request, responses) =>
    {
        foreach (var block in chain.Where(b => b.Header.Height.Value >= request.FromHeight &&
                                               (request.ToHeight == 0 || b.Header.Height.Value <= request.ToHeight)))
        {
            await responses.WriteAsync(Message(block));
        }
    };

    public static BlockResponse Message(Block block) =>
        new() { Height = block.Header.Height.Value, Block = ByteString.CopyFrom(block.Encode()) };

    public async ValueTask DisposeAsync()
    {
        await _web.StopAsync(new CancellationToken(canceled: true));
        await _web.DisposeAsync();
    }
}
