using Grpc.Core;

namespace Ledger.Grpc.Wire;

/// <summary>The status that a failed read ends its call with.</summary>
internal static class ReadOutcomeStatus
{
    public static Status ToStatus(this ReadOutcome outcome, int messageBytesMax) => outcome switch
    {
        ReadOutcome.Truncated => new(StatusCode.Internal, "The stream ended inside a message."),
        ReadOutcome.TooLarge => new(
            StatusCode.ResourceExhausted,
            $"A message is longer than the limit of {messageBytesMax} bytes."),
        ReadOutcome.CompressedWithoutEncoding => new(
            StatusCode.Internal,
            "A message is flagged as compressed without a grpc-encoding."),
        ReadOutcome.EncodingUnknown => new(
            StatusCode.Unimplemented,
            "The encoding of a message is not supported; identity is."),
        ReadOutcome.FlagInvalid => new(StatusCode.Internal, "A message begins with a flag that is neither 0 nor 1."),
        ReadOutcome.Unparsable => new(StatusCode.Internal, "A message cannot be parsed."),
        ReadOutcome.Interrupted => Status.DefaultCancelled,
        _ => throw new InvalidOperationException($"{outcome} is not a failure."),
    };
}
