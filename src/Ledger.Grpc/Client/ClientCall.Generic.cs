using System.IO.Pipelines;
using Grpc.Core;
using Ledger.Grpc.Wire;

namespace Ledger.Grpc.Client;

/// <summary>One call of the client: sends the request, waits for the headers, reads to the trailers.</summary>
internal sealed class ClientCall<TRequest, TResponse>(
    GrpcChannel channel,
    Method<TRequest, TResponse> method,
    CallOptions options) : ClientCall(channel, options)
    where TRequest : class
    where TResponse : class
{
    private static readonly Version Http2 = new(2, 0);

    /// <summary>Bytes that one read of the response asks for: what a DATA frame carries at most by default.</summary>
    private static readonly StreamPipeReaderOptions ReaderOptions = new(bufferSize: 16 * 1024, minimumReadSize: 1024);

    private readonly Metadata? headers = options.Headers;
    private RequestContent? content;
    private volatile HttpResponseMessage? response;
    private Task<bool>? begin;
    private PipeReader? pipe;

    public Method<TRequest, TResponse> Method => method;

    /// <summary>
    /// Ends when the response headers are here: true when messages or trailers follow, false when the call has ended.
    /// </summary>
    public Task<bool> Begin => begin!;

    /// <summary>The responses; valid once <see cref="Begin"/> gave true.</summary>
    public MessageReader<TResponse>? Reader { get; private set; }

    /// <summary>Sends a request of one message.</summary>
    public void StartWithMessage(TRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        PooledBuffer frame = new();
        try
        {
            new MessageFramer(Channel.Options.MaxSendMessageBytes)
                .Write(frame, request, method.RequestMarshaller.ContextualSerializer);
        }
        catch (MessageTooLargeException tooLarge)
        {
            begin = Task.FromResult(false);
            Finish(new Status(StatusCode.ResourceExhausted, tooLarge.Message));
            return;
        }

        Start(new MessageContent(frame));
    }

    /// <summary>Sends a request whose messages follow.</summary>
    public OpenContent StartWithStream()
    {
        OpenContent open = new();
        Start(open);
        return open;
    }

    public override async Task<Metadata> GetResponseHeadersAsync()
    {
        await Begin.ConfigureAwait(false);
        return response is { } received ? ResponseHead.ReadMetadata(received.Headers) : throw Failure();
    }

    /// <summary>Reads the only response and the status behind it.</summary>
    public async Task<TResponse> ReadSingleAsync()
    {
        TResponse? message = null;
        ReadOutcome outcome = await ReadAsync().ConfigureAwait(false);
        if (outcome == ReadOutcome.Message)
        {
            message = Reader!.Current;
            outcome = await ReadAsync().ConfigureAwait(false);
            if (outcome == ReadOutcome.Message)
                Interrupt(new Status(StatusCode.Internal, "The response has more than one message."));
        }

        if (GetStatus().StatusCode != StatusCode.OK)
            throw Failure();
        return message
            ?? throw new RpcException(new Status(StatusCode.Internal, "The response has no message."), GetTrailers());
    }

    /// <summary>Reads a message. Anything else means that the call has ended, with the status set.</summary>
    public async ValueTask<ReadOutcome> ReadAsync()
    {
        try
        {
            if (!await Begin.ConfigureAwait(false))
                return ReadOutcome.End;
            ReadOutcome outcome = await Reader!.ReadAsync(Token).ConfigureAwait(false);
            return outcome == ReadOutcome.Message ? outcome : EndOfMessages(outcome);
        }
        catch (Exception exception)
        {
            Finish(exception);
            return ReadOutcome.Interrupted;
        }
    }

    /// <summary>Ends the call after the last message, with its trailers or with what was wrong.</summary>
    public ReadOutcome EndOfMessages(ReadOutcome outcome)
    {
        if (outcome != ReadOutcome.End)
        {
            Interrupt(outcome.ToStatus(Reader!.MessageBytesMax));
            return outcome;
        }

        pipe!.Complete();
        HttpResponseMessage received = response!;
        Finish(ResponseHead.ReadTrailers(received, out Metadata trailers), trailers);
        return outcome;
    }

    protected override void ReleaseCore()
    {
        content?.Stop();
        response?.Dispose();
    }

    private void Start(RequestContent body)
    {
        HttpRequestMessage request = new(HttpMethod.Post, Channel.AddressOf(method.FullName))
        {
            Version = Http2,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = body,
        };
        AddHeaders(request);
        content = body;
        Watch();
        begin = End is null ? BeginAsync(request) : Task.FromResult(false);
        if (End is not null)
            body.Stop();
    }

    private void AddHeaders(HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation(GrpcNames.Te, GrpcNames.Trailers);
        if (EncodeTimeout() is { } timeout)
            request.Headers.TryAddWithoutValidation(GrpcNames.TimeoutHeader, timeout);
        for (int i = 0; i < (headers?.Count ?? 0); i++)
        {
            Metadata.Entry entry = headers![i];
            if (MetadataCodec.IsReserved(entry.Key))
                throw new ArgumentException($"\"{entry.Key}\" is a name of the protocol.");
            request.Headers.TryAddWithoutValidation(entry.Key, MetadataCodec.Encode(entry));
        }
    }

    private async Task<bool> BeginAsync(HttpRequestMessage request)
    {
        try
        {
            HttpResponseMessage received = await Channel.Http.SendAsync(request, Token).ConfigureAwait(false);
            response = received;
            if (ResponseHead.TryReadEnd(received, out Status end, out Metadata trailers))
            {
                Finish(end, trailers);
                received.Dispose();
                return false;
            }

            Stream stream = await received.Content.ReadAsStreamAsync(Token).ConfigureAwait(false);
            pipe = PipeReader.Create(stream, ReaderOptions);
            Reader = new MessageReader<TResponse>(
                pipe,
                method.ResponseMarshaller.ContextualDeserializer,
                Channel.Options.MaxReceiveMessageBytes,
                ResponseHead.NamesEncoding(received));

            // The call may have ended while the headers were on their way; then nobody else frees the response.
            if (End is null)
                return true;
            received.Dispose();
            return false;
        }
        catch (Exception exception)
        {
            Finish(exception);
            return false;
        }
    }
}
