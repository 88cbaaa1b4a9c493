namespace Ledger.Grpc.Wire;

/// <summary>A message to be sent is longer than the sender's own limit. Nothing of it has been written.</summary>
internal sealed class MessageTooLargeException(long messageBytes, int messageBytesMax)
    : Exception($"A message of {messageBytes} bytes is longer than the limit of {messageBytesMax} bytes.")
{
}
