using Ledger.Contracts.Grid;
using Ledger.Contracts.Market.Bilateral;
using Ledger.Contracts.Market.Continuous;
using Ledger.Contracts.Market.Mechanisms;
using Ledger.Contracts.Settlement.Rules;

namespace Ledger.Contracts.Calculator;

/// <summary>
/// All calculations: every mechanism of <see cref="MechanismList"/> and what stands here. A new one is a class of its
/// own and a line here.
/// </summary>
public static class CalculationList
{
    /// <summary>Makes them.</summary>
    public static ICalculation[] All()
    {
        var mechanisms = MechanismList.All();
        var others = new ICalculation[]
        {
            new ContinuousAuction(),
            new BilateralOffers(),
            new ImbalanceRule(),
            new PeerContractRule(),
            new CollateralRule(),
            new ReliabilityRule(),
            new DynamicPriceRule(),
            new TransportFee(),
            new InvoiceRounding(),
            new EnergyTokenRule(),
            new LedgerCostRule(),
            new LinDistFlowCheck(),
            new DcFlowCheck(),
            new SecureClearingCalculation(),
            new PriceIterationCalculation(),
        };
        var all = new ICalculation[mechanisms.Length + others.Length];
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = i < mechanisms.Length ? new AuctionCalculation(mechanisms[i]) : others[i - mechanisms.Length];
        }

        return all;
    }

    /// <summary>The calculation of a name, or null.</summary>
    public static ICalculation? Find(string name)
    {
        foreach (var calculation in All())
        {
            if (calculation.Name == name)
            {
                return calculation;
            }
        }

        return null;
    }
}
