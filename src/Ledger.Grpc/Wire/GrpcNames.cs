namespace Ledger.Grpc.Wire;

/// <summary>Names and values of gRPC over HTTP/2 (grpc/grpc doc/PROTOCOL-HTTP2.md).</summary>
internal static class GrpcNames
{
    public const string ContentType = "application/grpc";
    public const string Trailers = "trailers";
    public const string Te = "te";
    public const string Identity = "identity";
    public const string StatusHeader = "grpc-status";
    public const string MessageHeader = "grpc-message";
    public const string TimeoutHeader = "grpc-timeout";
    public const string EncodingHeader = "grpc-encoding";
    public const string AcceptEncodingHeader = "grpc-accept-encoding";
    public const string ReservedPrefix = "grpc-";

    /// <summary>
    /// "application/grpc", alone or with a suffix "+proto" or a parameter: what follows the name must be one of
    /// these, so that gRPC-Web ("application/grpc-web") is not taken for gRPC.
    /// </summary>
    public static bool IsGrpcContentType(string? value) =>
        value is not null
        && value.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
        && (value.Length == ContentType.Length || value[ContentType.Length] is '+' or ';');
}
