using Ledger.Chaincode.Testing;

namespace Ledger.Chaincode.Tests;

/// <summary>What <see cref="ContractTests"/> finds when it is run over this assembly.</summary>
public sealed class SampleContractTests
{
    /// <summary>Passes.</summary>
    [ContractTest]
    public void Passes() => GC.KeepAlive(this);

    /// <summary>Fails on purpose.</summary>
    [ContractTest]
    public void Fails() => throw new TestFailure("on purpose");
}
