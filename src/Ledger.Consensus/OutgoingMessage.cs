namespace Ledger.Consensus;

/// <summary>A message ready to be sent, encoded and signed once however many peers get it. Immutable.</summary>
/// <param name="Kind">For metrics.</param>
/// <param name="Bytes">What <see cref="MessageVerifier.TryVerify"/> reads at the other end.</param>
public sealed record OutgoingMessage(MessageKind Kind, ReadOnlyMemory<byte> Bytes);
