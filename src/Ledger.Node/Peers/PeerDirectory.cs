using Ledger.Primitives;

namespace Ledger.Node.Peers;

/// <summary>Which validator a TLS certificate names. Immutable.</summary>
internal sealed class PeerDirectory
{
    private readonly Dictionary<string, ReplicaId> _byAccount = new(StringComparer.Ordinal);
    private readonly Membership _membership;

    public PeerDirectory(Membership membership)
    {
        _membership = membership;
        for (var i = 0; i < membership.Count; i++)
        {
            var validator = membership.Validators[i];
            _byAccount.Add($"{validator.Organisation}/{validator.Name}", new ReplicaId((ushort)i));
        }
    }

    /// <summary>The replica whose organisation and name the certificate carries.</summary>
    public ReplicaId? Find(string? account) =>
        account != null && _byAccount.TryGetValue(account, out var id) ? id : null;

    public string NameOf(ReplicaId id) => _membership.Validators[id.Value].Name;
}
