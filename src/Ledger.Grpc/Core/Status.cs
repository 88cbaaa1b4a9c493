namespace Grpc.Core;

/// <summary>How a call ended: a code, a text for people, and on this side only the cause. Immutable.</summary>
public readonly struct Status
{
    /// <summary>OK without text.</summary>
    public static readonly Status DefaultSuccess = new(StatusCode.OK, "");

    /// <summary>CANCELLED without text.</summary>
    public static readonly Status DefaultCancelled = new(StatusCode.Cancelled, "");

    private readonly string? detail;

    /// <summary>A status with a code and a text (empty rather than null).</summary>
    public Status(StatusCode statusCode, string detail)
        : this(statusCode, detail, null)
    {
    }

    /// <summary>A status that remembers its local cause. The cause never crosses the wire.</summary>
    public Status(StatusCode statusCode, string detail, Exception? debugException)
    {
        StatusCode = statusCode;
        this.detail = detail;
        DebugException = debugException;
    }

    /// <summary>The code.</summary>
    public StatusCode StatusCode { get; }

    /// <summary>The text, never null.</summary>
    public string Detail => detail ?? "";

    /// <summary>The exception behind this status on this side, or null.</summary>
    public Exception? DebugException { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{StatusCode}: {Detail}";
}
