namespace Grpc.Core;

/// <summary>How a message is to be written.</summary>
[Flags]
public enum WriteFlags
{
    /// <summary>Send the message with the write.</summary>
    None = 0,

    /// <summary>Another write follows soon: this message may wait for it and share its flush.</summary>
    BufferHint = 1,
}
