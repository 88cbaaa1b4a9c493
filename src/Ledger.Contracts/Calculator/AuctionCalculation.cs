using Ledger.Contracts.Market.Mechanisms;

namespace Ledger.Contracts.Calculator;

/// <summary>Clears the field <c>orders</c> with the field <c>params</c> by a mechanism. Pure.</summary>
public sealed class AuctionCalculation : ICalculation
{
    private readonly IAuctionMechanism _mechanism;

    /// <summary>Wraps a mechanism.</summary>
    public AuctionCalculation(IAuctionMechanism mechanism)
    {
        _mechanism = mechanism;
    }

    /// <inheritdoc/>
    public string Name => _mechanism.Name;

    /// <inheritdoc/>
    public DocumentNode Run(DocumentNode input)
    {
        var orders = ParameterReader.Orders(input.Items("orders"));
        var parameters = ParameterReader.Parameters(input.Find("params") ?? DocumentNode.Object());
        return _mechanism.Clear(orders, parameters).Describe(orders);
    }
}
