namespace Ledger.Grpc.Wire;

/// <summary>What came of reading the next message.</summary>
internal enum ReadOutcome
{
    /// <summary>A message.</summary>
    Message,

    /// <summary>The end of the stream, between two messages.</summary>
    End,

    /// <summary>The read was interrupted.</summary>
    Interrupted,

    /// <summary>The stream ended inside a message.</summary>
    Truncated,

    /// <summary>The message is longer than the limit.</summary>
    TooLarge,

    /// <summary>The message is flagged as compressed, and no encoding was named.</summary>
    CompressedWithoutEncoding,

    /// <summary>The message is compressed in a way that is not spoken here.</summary>
    EncodingUnknown,

    /// <summary>The first byte of the frame is neither 0 nor 1.</summary>
    FlagInvalid,

    /// <summary>The bytes are not a message of the method's type.</summary>
    Unparsable,
}
