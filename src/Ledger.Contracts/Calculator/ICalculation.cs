namespace Ledger.Contracts.Calculator;

/// <summary>A calculation that anyone can repeat by its name. Pure.</summary>
public interface ICalculation
{
    /// <summary>The name by which it is asked for.</summary>
    string Name { get; }

    /// <summary>The complete result of one case.</summary>
    /// <exception cref="Ledger.Chaincode.ContractRejection">The input is wrong; the message says where and
    /// why.</exception>
    DocumentNode Run(DocumentNode input);
}
