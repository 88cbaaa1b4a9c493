namespace Ledger.Identity;

/// <summary>Which end of a TLS connection a peer's certificate must be good for.</summary>
public enum TlsPeerRole
{
    /// <summary>The peer called us: a device or a node.</summary>
    Client,

    /// <summary>We called the peer: a node. A device's certificate is refused.</summary>
    Server,
}
