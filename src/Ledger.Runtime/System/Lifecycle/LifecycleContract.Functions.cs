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
            if (ContractBinding.TryDecode(entry.Value)!.At(context.Session.BindingHeight) is not { IsRetired: false } bound)
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

    private static byte[] EncodeDecisions(ContractCallContext context, string contract)
    {
        var entries = ContractManifest.IsName(contract)
            ? context.State.Scan(StateKey.Of(SystemKeys.DecisionCollection).And(contract))
            : [];
        var writer = new CanonicalWriter(1024).Count(entries.Length);
        foreach (var entry in entries)
        {
            writer.Bytes(entry.Value);
        }

        return writer.ToArray();
    }

    private BoundFunction[] Describe() =>
    [
        Change(
            "install",
            [new("packageName", ValueKind.Text), new("assembly", ValueKind.Bytes), new("sourceHash", ValueKind.Bytes),
                new("activationHeight", ValueKind.Long)],
            arguments => (arguments.Text(), arguments.Bytes(), arguments.Bytes(), arguments.Long()),
            (context, a) => Install(context, a.Item1, a.Item2, a.Item3, a.Item4)),
        Change("approve", [PackageHash], arguments => arguments.Bytes(), ApproveInstalled),
        Change("activate", [PackageHash], arguments => arguments.Bytes(), ActivateAgreed),
        Change("rollback", [PackageHash], arguments => arguments.Bytes(), RollBack),
        Change("retire", [new("contract", ValueKind.Text)], arguments => arguments.Text(), Retire),
        Change("changePolicy", [new("policy", ValueKind.Text)], arguments => arguments.Text(), ChangePolicy),
        Answer("package", [PackageHash], arguments => arguments.Bytes(), (context, hash) => Find(context, hash).Encode()),
        Answer("contracts", [], _ => true, (context, _) => EncodeContracts(context)),
        Answer("decisions", [new("contract", ValueKind.Text)], arguments => arguments.Text(), EncodeDecisions),
        new(
            SystemContracts.Function("policy", FunctionAccess.Member, ValueKind.Text, true),
            (context, arguments, result) =>
            {
                if (arguments.IsComplete)
                {
                    result.Text(PolicyInForce((ContractCallContext)context).ToString());
                }

                return arguments.IsComplete;
            }),
    ];

    private static BoundFunction Change<T>(
        string name, ParameterManifest[] parameters, Func<ArgumentReader, T> read, Action<ContractCallContext, T> run) =>
        new(
            SystemContracts.Function(name, SystemContracts.Administrators, ValueKind.Void, false, parameters),
            (context, arguments, _) =>
            {
                var values = read(arguments);
                if (arguments.IsComplete)
                {
                    run((ContractCallContext)context, values);
                }

                return arguments.IsComplete;
            },
            fromTransactionOnly: true);

    private static BoundFunction Answer<T>(
        string name, ParameterManifest[] parameters, Func<ArgumentReader, T> read, Func<ContractCallContext, T, byte[]> run) =>
        new(
            SystemContracts.Function(name, FunctionAccess.Member, ValueKind.Bytes, true, parameters),
            (context, arguments, result) =>
            {
                var values = read(arguments);
                if (arguments.IsComplete)
                {
                    result.Bytes(run((ContractCallContext)context, values));
                }

                return arguments.IsComplete;
            });
}
