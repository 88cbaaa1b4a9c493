using Ledger.Chaincode;

namespace Ledger.Runtime.Tests.Contracts;

/// <summary>One function for each rule of access.</summary>
[Contract("access")]
public sealed class AccessContract
{
    /// <summary>Nobody may.</summary>
    [Function]
    public void Closed(CallContext context)
    {
    }

    /// <summary>Every member may.</summary>
    [Function]
    [AnyMember]
    public void Open(CallContext context)
    {
    }

    /// <summary>Sellers may.</summary>
    [Function]
    [Requires("assetType", "pv", "battery", "ev")]
    public void Offer(CallContext context)
    {
    }

    /// <summary>Both must hold.</summary>
    [Function]
    [Requires("role", "prosumer", "producer")]
    [Requires("assetType", "pv", "battery", "ev")]
    public void OfferAsProducer(CallContext context)
    {
    }

    /// <summary>Any value will do.</summary>
    [Function]
    [Requires("meterId")]
    public void Metered(CallContext context)
    {
    }

    /// <summary>Only the relay contract may.</summary>
    [Function]
    [FromContract("relay", "other")]
    public string Internal(CallContext context) => context.Caller.Contract ?? "";

    /// <summary>The relay or an operator may.</summary>
    [Function]
    [Requires("role", "operator")]
    [FromContract("relay")]
    public void Either(CallContext context)
    {
    }
}
