using Grpc.Core;

namespace Ledger.Grpc.Client;

/// <summary>Starts the calls of a channel. Thread safe.</summary>
internal sealed class ChannelCallInvoker(GrpcChannel channel) : CallInvoker
{
    private static readonly Func<object, Task<Metadata>> ResponseHeaders =
        static call => ((ClientCall)call).GetResponseHeadersAsync();

    private static readonly Func<object, Status> GetStatus = static call => ((ClientCall)call).GetStatus();

    private static readonly Func<object, Metadata> GetTrailers = static call => ((ClientCall)call).GetTrailers();

    private static readonly Action<object> Dispose = static call => ((ClientCall)call).Dispose();

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        string? host,
        CallOptions options,
        TRequest request)
    {
        using AsyncUnaryCall<TResponse> call = AsyncUnaryCall(method, host, options, request);
        return call.GetAwaiter().GetResult();
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        string? host,
        CallOptions options,
        TRequest request)
    {
        ClientCall<TRequest, TResponse> call = new(channel, method, options);
        call.StartWithMessage(request);
        return new(call.ReadSingleAsync(), ResponseHeaders, GetStatus, GetTrailers, Dispose, call);
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        string? host,
        CallOptions options,
        TRequest request)
    {
        ClientCall<TRequest, TResponse> call = new(channel, method, options);
        call.StartWithMessage(request);
        ClientStreamReader<TRequest, TResponse> responses = new(call);
        return new(responses, ResponseHeaders, GetStatus, GetTrailers, Dispose, call);
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        string? host,
        CallOptions options)
    {
        ClientCall<TRequest, TResponse> call = new(channel, method, options);
        ClientStreamWriter<TRequest, TResponse> requests = new(call, call.StartWithStream(), options.WriteOptions);
        return new(requests, call.ReadSingleAsync(), ResponseHeaders, GetStatus, GetTrailers, Dispose, call);
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        string? host,
        CallOptions options)
    {
        ClientCall<TRequest, TResponse> call = new(channel, method, options);
        ClientStreamWriter<TRequest, TResponse> requests = new(call, call.StartWithStream(), options.WriteOptions);
        ClientStreamReader<TRequest, TResponse> responses = new(call);
        return new(requests, responses, ResponseHeaders, GetStatus, GetTrailers, Dispose, call);
    }
}
