using Ledger.Identity;
using Ledger.Primitives;
using Ledger.Runtime;

namespace Ledger.Node.Execution;

/// <summary>Makes the executor as genesis parameterises it, the same for a running node and for an audit.</summary>
internal static class ExecutorFactory
{
    public static BlockExecutor CreateForBlocks(BatchExecutor executor, GenesisDocument genesis, Digest chainId) =>
        new(executor, chainId, genesis.ToMembership());

    public static BatchExecutor Create(GenesisDocument genesis, TrustStore trust) => new(
        new ExecutorOptions
        {
            ValidityWindowMax = (ulong)genesis.ValidityWindowBlocks,
            Members = genesis.ToMembership(),
            Consensus = genesis.Consensus,
            Limits = genesis.Limits,
            ContractPolicy = ApprovalPolicy.TryParse(genesis.Chaincode.Policy)!,
            GenesisPackages = [.. genesis.Chaincode.Packages.Select(p => Digest.TryParse(p, out var hash) ? hash : default)],
            Organisations = [.. genesis.Organisations.Select(o => o.Id)],
        },
        new GenesisAccountAuthority(trust),
        new ContractHost());
}
