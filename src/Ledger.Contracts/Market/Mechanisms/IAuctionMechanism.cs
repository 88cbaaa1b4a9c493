using Ledger.Contracts.Market.Auction;

namespace Ledger.Contracts.Market.Mechanisms;

/// <summary>
/// A mechanism that clears a sealed book (M6): one class and one file each, listed in <see cref="MechanismList"/>. Pure:
/// the same book and parameters give the same outcome, wherever the orders stand in the array.
/// </summary>
public interface IAuctionMechanism
{
    /// <summary>The name by which a market's governed configuration chooses it.</summary>
    string Name { get; }

    /// <summary>Clears a book.</summary>
    /// <param name="orders">
    /// Orders with unique ids; those of 0 Wh are ignored. Quantity times the price's absolute value fits 63 bits.
    /// </param>
    /// <param name="parameters">Only those that the mechanism names matter.</param>
    /// <exception cref="Ledger.Chaincode.ContractRejection">A parameter or order does not suit the
    /// mechanism.</exception>
    AuctionOutcome Clear(AuctionOrder[] orders, MechanismParameters parameters);
}
