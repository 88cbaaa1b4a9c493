using Ledger.Consensus;

namespace Ledger.Node.Consensus;

/// <summary>Carries out the replica's effects, on the consensus thread. Nothing here may wait for another thread.</summary>
internal interface IEffectHandler
{
    /// <summary>Writes votes in one batch; when <paramref name="sync"/>, returns only once they are on disk.</summary>
    void Save(IReadOnlyList<(byte[] Key, byte[]? Value)> changes, bool sync);

    /// <summary>Carries out one effect other than saving; everything saved before it is durable.</summary>
    void Carry(ReplicaEffect effect);
}
