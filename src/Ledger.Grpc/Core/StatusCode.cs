namespace Grpc.Core;

/// <summary>The status codes of gRPC; the numbers are those on the wire (grpc/grpc doc/statuscodes.md).</summary>
public enum StatusCode
{
    /// <summary>Success.</summary>
    OK = 0,

    /// <summary>The caller gave up, or the transport was told to.</summary>
    Cancelled = 1,

    /// <summary>An error without a better name.</summary>
    Unknown = 2,

    /// <summary>The request is wrong whatever the state of the server.</summary>
    InvalidArgument = 3,

    /// <summary>The deadline passed first. The work may have been done.</summary>
    DeadlineExceeded = 4,

    /// <summary>What was asked for does not exist.</summary>
    NotFound = 5,

    /// <summary>What was to be created is there already.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known, and may not do this.</summary>
    PermissionDenied = 7,

    /// <summary>A limit is reached: quota, queue, message size.</summary>
    ResourceExhausted = 8,

    /// <summary>The server's state does not allow it; repeating does not help.</summary>
    FailedPrecondition = 9,

    /// <summary>Stopped by a conflict; repeat at a higher level.</summary>
    Aborted = 10,

    /// <summary>Past the valid range of the present state.</summary>
    OutOfRange = 11,

    /// <summary>The method does not exist here, or the encoding is not spoken.</summary>
    Unimplemented = 12,

    /// <summary>An invariant of the protocol is broken.</summary>
    Internal = 13,

    /// <summary>The server cannot be reached now; repeating may help.</summary>
    Unavailable = 14,

    /// <summary>Data is lost for good.</summary>
    DataLoss = 15,

    /// <summary>The caller is not known.</summary>
    Unauthenticated = 16,
}
