using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>One production <see cref="MessageVerifier"/> for each epoch of a run. Not thread safe.</summary>
internal sealed class VerifierPool
{
    private readonly Dictionary<Digest, MessageVerifier> _verifiers = [];
    private readonly HashSet<Digest> _known = [];

    /// <summary>The verifier of an epoch.</summary>
    public MessageVerifier Of(Epoch epoch)
    {
        if (!_verifiers.TryGetValue(epoch.Id, out var verifier))
        {
            verifier = new MessageVerifier(FakeVerifier.Instance, epoch, _known.Contains, hash => _known.Add(hash));
            _verifiers.Add(epoch.Id, verifier);
        }

        return verifier;
    }
}
