using Ledger.Identity;
using Ledger.Node.Execution;
using Ledger.Primitives;
using Ledger.Storage;

namespace Ledger.Node.Tests.Audit;

/// <summary>
/// A network's genesis and data directories of its nodes, without any node: blocks are executed here and certified with all
/// keys, so that they can also be wrong in ways that no node would sign.
/// </summary>
internal sealed class OfflineLedger : IDisposable
{
    /// <summary>Small, so that a few blocks are enough to prune some.</summary>
    public const int Window = 8;

    private readonly string _folder = Directory.CreateTempSubdirectory("ledger-audit-").FullName;
    private readonly List<DeviceIdentity> _nodes = [];
    private readonly List<DeviceIdentity> _devices = [];
    private readonly GenesisDocument _genesis;

    public OfflineLedger(int devices = 12)
    {
        var organisations = new List<GenesisOrganisation>();
        var validators = new List<GenesisValidator>();
        for (var i = 1; i <= 4; i++)
        {
            using var authority = CertificateAuthority.Create($"cell{i}", TimeProvider.System);
            _nodes.Add(Enrol(authority, $"node{i}", isNode: true, "node"));
            organisations.Add(new GenesisOrganisation(authority.Organisation, authority.Trust.Encoded.ToArray()));
            validators.Add(new GenesisValidator($"node{i}", $"cell{i}", _nodes[^1].Signer.PublicKey.ToArray()));
            for (var d = 0; i == 1 && d < devices; d++)
            {
                _devices.Add(Enrol(authority, $"device-{d}", isNode: false, d == 0 ? "admin" : "meter"));
            }
        }

        _genesis = new GenesisDocument
        {
            Name = "audit", TimeMilliseconds = Now, Organisations = organisations, Validators = validators,
            ValidityWindowBlocks = Window,
        };
        ChainId = Digest.Of(_genesis.Encode());
        File.WriteAllBytes(Genesis, _genesis.Encode());
    }

    /// <summary>Ledger time between two blocks.</summary>
    public TimeSpan BlockTime { get; init; } = TimeSpan.FromSeconds(1);

    public static ulong Now { get; } = (ulong)DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    public Digest ChainId { get; }

    public string Genesis => Path.Combine(_folder, "genesis.json");

    /// <summary>An administrator of cell1.</summary>
    public DeviceIdentity Administrator => _devices[0];

    /// <summary>A meter of cell1.</summary>
    public DeviceIdentity Meter => _devices[1];

    public DeviceIdentity Node(int index) => _nodes[index];

    public string Place(string name) => Path.Combine(_folder, name);

    /// <summary>Makes a data directory with so many blocks, each of which enrols a device.</summary>
    public string Build(string name, ulong blocks, Func<ulong, IReadOnlyList<StateWrite>, IReadOnlyList<StateWrite>>? lie = null)
    {
        var directory = Place(name);
        using var store = LedgerStore.Open(directory, ChainId);
        Grow(store, blocks, lie);
        return directory;
    }

    /// <summary>Adds blocks up to a height; a lie changes what a block writes, and is certified all the same.</summary>
    public void Grow(
        LedgerStore store, ulong height, Func<ulong, IReadOnlyList<StateWrite>, IReadOnlyList<StateWrite>>? lie = null)
    {
        var blocks = ExecutorFactory.CreateForBlocks(
            ExecutorFactory.Create(_genesis, NodeEnvironment.TrustOf(_genesis)), _genesis, ChainId);
        while (store.Height.Value < height)
        {
            var next = store.Height.Next;
            var batch = new Batch(Now + (next.Value * (ulong)BlockTime.TotalMilliseconds), [Enrolment(next.Value)]);
            var executed = blocks.Execute(
                store.Head, batch, store.View(null), _ => false,
                (at, writes) =>
                {
                    var pending = store.Stage(null, at, lie?.Invoke(at.Value, writes) ?? writes);
                    return (pending, pending.Root, store.View(pending));
                });
            var block = new Block(executed.Header, batch, executed.Receipts, Certify(executed.Header));
            store.CommitBlock(block, executed.State, sync: false);
        }
    }

    public CommitCertificate Certify(BlockHeader header)
    {
        var payload = CommitVote.Encode(default, header.Height, header.Hash);
        return new CommitCertificate(
            default,
            [
                .. Enumerable.Range(0, 3).Select(i => new ReplicaSignature(
                    new ReplicaId((ushort)i), SigningDomain.Commit.Sign(_nodes[i].Signer, ChainId, payload))),
            ]);
    }

    public void Dispose()
    {
        foreach (var identity in _nodes.Concat(_devices))
        {
            identity.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private Transaction Enrolment(ulong height)
    {
        var device = _devices[(int)(height % (ulong)_devices.Count)];
        return Transaction.Sign(
            new TransactionBody
            {
                ChainId = ChainId, Account = device.Certificate.AccountName, PublicKey = device.Signer.PublicKey,
                Nonce = height, ValidFrom = height, ValidUntil = height + Window - 1,
                Calls =
                [
                    new ContractCall(
                        "identity", "enrol", new CanonicalWriter(1024).Bytes(device.Certificate.Encoded.Span).ToArray()),
                ],
            },
            device.Signer);
    }

    private DeviceIdentity Enrol(CertificateAuthority authority, string name, bool isNode, string role)
    {
        var directory = Place($"{authority.Organisation}-{name}");
        Identity.Enrolment.Enrol(directory, authority, name, new EnrolmentTerms
        {
            IsNode = isNode,
            Attributes = CertificateAttributes.Create(KeyValuePair.Create(AttributeNames.Role, role)),
        });
        return DeviceIdentity.Load(directory);
    }
}
