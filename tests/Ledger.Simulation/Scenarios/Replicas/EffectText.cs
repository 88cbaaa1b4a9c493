using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>Effects as text: equal exactly when the effects are.</summary>
internal static class EffectText
{
    /// <summary>An effect in one line.</summary>
    public static string Of(ReplicaEffect effect) => effect switch
    {
        Persist persist => $"writes {Text(persist.Key)} {Short(persist.Value)}",
        Forget forget => $"deletes {Text(forget.Key)}",
        Send send => $"sends {Text(send.Message)} to {send.To}",
        Broadcast broadcast => $"sends {Text(broadcast.Message)} to all",
        Execute execute => $"executes {execute.Height} {execute.Batch.Digest.ToShortString()} as {execute.Token}",
        CommitBlock block =>
            $"commits {block.Height} {block.Header.Hash.ToShortString()} with {block.Certificate.Votes.Count} votes",
        CatchUp catchUp => $"asks {string.Join(' ', catchUp.Peers)} for blocks up to {catchUp.Target}",
        Probe probe => $"asks {string.Join(' ', probe.Peers)} for their heads",
        _ => effect.ToString(),
    };

    private static string Text(byte[] key) => $"{(char)key[0]}{Convert.ToHexString(key.AsSpan(1))}";

    private static string Text(OutgoingMessage message) =>
        $"{MessageText.Of(new WireMessage(message.Kind, message.Bytes))} [{Short(message.Bytes.Span)}]";

    private static string Short(ReadOnlySpan<byte> bytes) => Digest.Of(bytes).ToShortString();
}
