using System.Text;
using Ledger.Chaincode;
using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>The functions as callers see them, and the read-only ones.</summary>
internal sealed partial class LifecycleContract
{
    private static readonly ParameterManifest PackageHash = new("packageHash", ValueKind.Bytes);

    /// <summary>
    /// The result of <c>contracts()</c>, inside one <c>byte[]</c>: count, then for each contract in force, ascending by
    /// name, the runtime's own ones first: package hash 32 (zeros for the runtime's own), package name text, first
    /// height u64, approvals as in <see cref="PackageRecord"/>, manifest as in <see cref="ContractManifest"/>.
    /// </summary>
    private byte[] EncodeContracts(ContractCallContext context)
    {
        var contracts = new CanonicalWriter(4096);
        var count = 0;
        foreach (var manifest in _systemManifests)
        {
            contracts.Digest(Digest.Zero).Text("system").U64(0).Count(0);
            manifest.Encode(contracts);
            count++;
        }

        foreach (var entry in context.State.Scan(StateKey.Of(SystemKeys.ContractCollection)))
        {
            if (ContractBinding.TryDecode(entry.Value)!.At(context.Session.BindingHeight) is not { } bound)
            {
                continue;
            }

            var package = PackageRecord.Decode(context.State.Get(PackageKey(bound.Package)));
            var start = SystemKeys.ContractCollection.Length + 1;
            var name = Encoding.UTF8.GetString(entry.Key.Bytes.AsSpan()[start..^1]);
            contracts.Digest(package.Hash).Text(package.Name).U64(bound.FromHeight);
            OrganisationApproval.EncodeList(contracts, package.Approvals);
            contracts.Raw(ManifestOf(package, name));
            count++;
        }

        return new CanonicalWriter(contracts.Length + 4).Count(count).Raw(contracts.WrittenSpan).ToArray();
    }

    private static byte[] ManifestOf(PackageRecord package, string contract)
    {
        foreach (var (name, manifest) in package.Contracts)
        {
            if (name == contract)
            {
                return manifest;
            }
        }

        throw new RuntimeInvariantException($"the package bound to {contract} holds it");
    }

    private BoundFunction[] Describe() =>
    [
        new(
            SystemContracts.Function(
                "install", SystemContracts.Administrators, ValueKind.Void, false,
                new ParameterManifest("packageName", ValueKind.Text),
                new ParameterManifest("assembly", ValueKind.Bytes)),
            (context, arguments, _) =>
            {
                var name = arguments.Text();
                var assembly = arguments.Bytes();
                if (arguments.IsComplete)
                {
                    Install((ContractCallContext)context, name, assembly);
                }

                return arguments.IsComplete;
            },
            fromTransactionOnly: true),
        new(
            SystemContracts.Function("approve", SystemContracts.Administrators, ValueKind.Void, false, PackageHash),
            (context, arguments, _) =>
            {
                var hash = arguments.Bytes();
                if (arguments.IsComplete)
                {
                    ApproveInstalled((ContractCallContext)context, hash);
                }

                return arguments.IsComplete;
            },
            fromTransactionOnly: true),
        new(
            SystemContracts.Function("package", FunctionAccess.Member, ValueKind.Bytes, true, PackageHash),
            static (context, arguments, result) =>
            {
                var hash = arguments.Bytes();
                if (arguments.IsComplete)
                {
                    result.Bytes(Find((ContractCallContext)context, hash).Encode());
                }

                return arguments.IsComplete;
            }),
        new(
            SystemContracts.Function("contracts", FunctionAccess.Member, ValueKind.Bytes, true),
            (context, arguments, result) =>
            {
                if (arguments.IsComplete)
                {
                    result.Bytes(EncodeContracts((ContractCallContext)context));
                }

                return arguments.IsComplete;
            }),
    ];
}
