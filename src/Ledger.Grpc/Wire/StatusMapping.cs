using System.Globalization;
using Grpc.Core;

namespace Ledger.Grpc.Wire;

/// <summary>How HTTP's own errors read as gRPC statuses when no grpc-status came.</summary>
internal static class StatusMapping
{
    public const long NoError = 0x0;
    public const long RefusedStream = 0x7;
    public const long Cancel = 0x8;
    public const long EnhanceYourCalm = 0xB;
    public const long InadequateSecurity = 0xC;

    /// <summary>RST_STREAM codes: grpc/grpc doc/PROTOCOL-HTTP2.md, "Errors".</summary>
    public static StatusCode FromHttp2Error(long errorCode) => errorCode switch
    {
        RefusedStream => StatusCode.Unavailable,
        Cancel => StatusCode.Cancelled,
        EnhanceYourCalm => StatusCode.ResourceExhausted,
        InadequateSecurity => StatusCode.PermissionDenied,
        _ => StatusCode.Internal,
    };

    /// <summary>HTTP status codes: grpc/grpc doc/http-grpc-status-mapping.md.</summary>
    public static StatusCode FromHttpStatus(int httpStatus) => httpStatus switch
    {
        400 or 431 => StatusCode.Internal,
        401 => StatusCode.Unauthenticated,
        403 => StatusCode.PermissionDenied,
        404 => StatusCode.Unimplemented,
        429 or 502 or 503 or 504 => StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };

    /// <summary>The value of grpc-status; what is not a known number is UNKNOWN, never OK.</summary>
    public static StatusCode FromText(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int code)
        && code is >= (int)StatusCode.OK and <= (int)StatusCode.Unauthenticated
            ? (StatusCode)code
            : StatusCode.Unknown;

    /// <summary>The number for grpc-status, without allocating.</summary>
    public static string ToText(StatusCode code) =>
        (uint)code < (uint)Texts.Length ? Texts[(int)code] : Texts[(int)StatusCode.Unknown];

    private static readonly string[] Texts =
        ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16"];
}
