namespace Grpc.Core;

/// <summary>The four kinds of call.</summary>
public enum MethodType
{
    /// <summary>One message each way.</summary>
    Unary,

    /// <summary>Many messages from the client, one from the server.</summary>
    ClientStreaming,

    /// <summary>One message from the client, many from the server.</summary>
    ServerStreaming,

    /// <summary>Many messages each way, independently.</summary>
    DuplexStreaming,
}
