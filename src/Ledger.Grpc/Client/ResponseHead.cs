using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Ledger.Grpc.Wire;

namespace Ledger.Grpc.Client;

/// <summary>Reads headers and trailers of responses.</summary>
internal static class ResponseHead
{
    /// <summary>
    /// True when the headers already are the end of the call: a status in them (trailers-only), an HTTP error, or no
    /// gRPC.
    /// </summary>
    public static bool TryReadEnd(HttpResponseMessage response, out Status status, out Metadata trailers)
    {
        trailers = Metadata.Empty;
        if (TryReadStatus(response.Headers, out status))
        {
            trailers = ReadMetadata(response.Headers);
            return true;
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            int code = (int)response.StatusCode;
            status = new(StatusMapping.FromHttpStatus(code), $"The server answered with HTTP status {code}.");
            return true;
        }

        bool typed = response.Content.Headers.NonValidated.TryGetValues("Content-Type", out HeaderStringValues type);
        if (!typed || !GrpcNames.IsGrpcContentType(type.ToString()))
        {
            status = new(StatusCode.Unknown, "The server answered with a content that is not gRPC.");
            return true;
        }

        return false;
    }

    /// <summary>The status behind the messages.</summary>
    public static Status ReadTrailers(HttpResponseMessage response, out Metadata trailers)
    {
        trailers = ReadMetadata(response.TrailingHeaders);
        return TryReadStatus(response.TrailingHeaders, out Status status)
            ? status
            : new Status(StatusMapping.FromHttpStatus((int)response.StatusCode), "The server sent no grpc-status.");
    }

    public static Metadata ReadMetadata(HttpResponseHeaders headers)
    {
        Metadata metadata = new();
        foreach (KeyValuePair<string, HeaderStringValues> header in headers.NonValidated)
        {
            foreach (string value in header.Value)
                MetadataCodec.AddDecoded(metadata, header.Key, value);
        }

        return metadata;
    }

    /// <summary>True when the messages name an encoding other than identity.</summary>
    public static bool NamesEncoding(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues(GrpcNames.EncodingHeader, out HeaderStringValues values)
        && !string.Equals(values.ToString(), GrpcNames.Identity, StringComparison.OrdinalIgnoreCase);

    private static bool TryReadStatus(HttpResponseHeaders headers, out Status status)
    {
        status = default;
        if (!headers.NonValidated.TryGetValues(GrpcNames.StatusHeader, out HeaderStringValues code))
            return false;
        string text = headers.NonValidated.TryGetValues(GrpcNames.MessageHeader, out HeaderStringValues message)
            ? StatusText.Decode(message.ToString())
            : "";
        status = new(StatusMapping.FromText(code.ToString()), text);
        return true;
    }
}
