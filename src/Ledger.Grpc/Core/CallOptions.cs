namespace Grpc.Core;

/// <summary>What a caller asks for beside the request. Immutable.</summary>
public readonly struct CallOptions
{
    /// <summary>Options of a call, all optional.</summary>
    /// <param name="headers">Metadata to send; names beginning "grpc-" are reserved.</param>
    /// <param name="deadline">When to give up (UTC; local time is converted).</param>
    /// <param name="cancellationToken">Ends the call early with CANCELLED.</param>
    /// <param name="writeOptions">First options of the request stream.</param>
    public CallOptions(
        Metadata? headers = null,
        DateTime? deadline = null,
        CancellationToken cancellationToken = default,
        WriteOptions? writeOptions = null)
    {
        Headers = headers;
        Deadline = deadline;
        CancellationToken = cancellationToken;
        WriteOptions = writeOptions;
    }

    /// <summary>Metadata to send, or null.</summary>
    public Metadata? Headers { get; }

    /// <summary>When to give up, or null for never.</summary>
    public DateTime? Deadline { get; }

    /// <summary>Ends the call early with CANCELLED.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>First options of the request stream, or null for the default.</summary>
    public WriteOptions? WriteOptions { get; }

    /// <summary>The same options with other metadata.</summary>
    public CallOptions WithHeaders(Metadata headers) => new(headers, Deadline, CancellationToken, WriteOptions);

    /// <summary>The same options with another deadline.</summary>
    public CallOptions WithDeadline(DateTime deadline) => new(Headers, deadline, CancellationToken, WriteOptions);

    /// <summary>The same options with another token.</summary>
    public CallOptions WithCancellationToken(CancellationToken cancellationToken) =>
        new(Headers, Deadline, cancellationToken, WriteOptions);

    /// <summary>The same options with other write options.</summary>
    public CallOptions WithWriteOptions(WriteOptions writeOptions) =>
        new(Headers, Deadline, CancellationToken, writeOptions);
}
