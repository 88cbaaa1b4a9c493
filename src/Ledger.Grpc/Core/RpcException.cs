namespace Grpc.Core;

/// <summary>A call that did not end with OK: thrown to callers, and by handlers to end a call with a status.</summary>
public sealed class RpcException : Exception
{
    /// <summary>An exception for a status, without trailers.</summary>
    public RpcException(Status status)
        : this(status, new Metadata())
    {
    }

    /// <summary>An exception for a status with the trailers that came, or are to be sent, with it.</summary>
    public RpcException(Status status, Metadata trailers)
        : base(status.ToString(), status.DebugException)
    {
        ArgumentNullException.ThrowIfNull(trailers);
        Status = status;
        Trailers = trailers;
    }

    /// <summary>The status.</summary>
    public Status Status { get; }

    /// <summary>The code of the status.</summary>
    public StatusCode StatusCode => Status.StatusCode;

    /// <summary>The trailers, possibly empty.</summary>
    public Metadata Trailers { get; }
}
