using Ledger.Primitives;

namespace Ledger.Node.Peers;

/// <summary>Which replica of an epoch is which node, and over which link it is reached. Immutable; safe to share.</summary>
internal sealed class PeerRoute
{
    private readonly Dictionary<string, ReplicaId> _byAccount = new(StringComparer.Ordinal);
    private readonly PeerLink?[] _links;

    public PeerRoute(Epoch epoch, IReadOnlyDictionary<string, PeerLink> links)
    {
        Epoch = epoch;
        var membership = epoch.Membership;
        _links = new PeerLink?[membership.Count];
        for (var i = 0; i < membership.Count; i++)
        {
            var validator = membership.Validators[i];
            _byAccount.Add(AccountOf(validator), new ReplicaId((ushort)i));
            _links[i] = links.GetValueOrDefault(validator.Name);
        }
    }

    public Epoch Epoch { get; }

    /// <summary>Links by place; null for this node itself and for a validator without a known address.</summary>
    public IReadOnlyList<PeerLink?> Links => _links;

    /// <summary>The account in the TLS certificate of a validator's node.</summary>
    public static string AccountOf(Validator validator) => $"{validator.Organisation}/{validator.Name}";

    /// <summary>The replica whose organisation and name the certificate carries.</summary>
    public ReplicaId? Find(string? account) =>
        account != null && _byAccount.TryGetValue(account, out var id) ? id : null;

    public PeerLink? LinkTo(ReplicaId id) => id.Value < _links.Length ? _links[id.Value] : null;

    public string NameOf(ReplicaId id) => Epoch.Membership.Validators[id.Value].Name;
}
