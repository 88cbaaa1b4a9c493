namespace Grpc.Core;

/// <summary>Options of the writes of a stream. Immutable.</summary>
public sealed class WriteOptions
{
    /// <summary>Each message is sent with its write.</summary>
    public static readonly WriteOptions Default = new();

    /// <summary>Options with flags.</summary>
    public WriteOptions(WriteFlags flags = WriteFlags.None)
    {
        Flags = flags;
    }

    /// <summary>The flags.</summary>
    public WriteFlags Flags { get; }
}
