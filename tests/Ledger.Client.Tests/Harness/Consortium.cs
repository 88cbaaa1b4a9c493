using Ledger.Identity;
using Ledger.Primitives;

namespace Ledger.Client.Tests.Harness;

/// <summary>
/// Four organisations with real certificates in a temporary directory, a device, and keys to certify blocks with. Made
/// once.
/// </summary>
public sealed class Consortium : IDisposable
{
    public const string DeviceAccount = "cell1/home-1";

    private readonly List<Ed25519KeyPair> _newcomers = [];

    private readonly string _directory = Directory.CreateTempSubdirectory("ledger-client-").FullName;

    public Consortium()
    {
        var organisations = new List<GenesisOrganisation>();
        var validators = new List<GenesisValidator>();
        for (var i = 1; i <= 4; i++)
        {
            using var authority = CertificateAuthority.Create($"cell{i}", TimeProvider.System);
            Nodes.Add(Enrol(authority, $"node{i}", isNode: true));
            organisations.Add(new GenesisOrganisation(authority.Organisation, authority.Trust.Encoded.ToArray()));
            validators.Add(new GenesisValidator($"node{i}", $"cell{i}", Nodes[^1].Signer.PublicKey.ToArray()));
            if (i == 1)
            {
                Device = Enrol(authority, "home-1", isNode: false);
                NoValidator = Enrol(authority, "stranger", isNode: true);
            }
        }

        using var foreign = CertificateAuthority.Create("cell1", TimeProvider.System);
        Foreign = Enrol(foreign, "node1", isNode: true, folder: "foreign");
        Genesis = new GenesisDocument
        {
            Name = "test", TimeMilliseconds = 1, Organisations = organisations, Validators = validators, ValidityWindowBlocks = 100,
        };
        ChainId = Digest.Of(Genesis.Encode());
        Membership = Genesis.ToMembership();
        for (var i = 5; i <= 8; i++)
        {
            _newcomers.Add(Ed25519KeyPair.Generate());
        }

        // Two of them have nodes' certificates too, so that they can have a voice.
        NewMembers = new Membership(
        [
            new Validator("stranger", "cell1", _newcomers[0].PublicKey), new Validator("node2", "cell2", _newcomers[1].PublicKey),
            new Validator("node7", "cell3", _newcomers[2].PublicKey), new Validator("node8", "cell4", _newcomers[3].PublicKey),
        ]);
    }

    public List<DeviceIdentity> Nodes { get; } = [];

    public DeviceIdentity Device { get; } = null!;

    /// <summary>A server of a member organisation that genesis does not name.</summary>
    public DeviceIdentity NoValidator { get; } = null!;

    /// <summary>Says that it is cell1/node1; another authority of that name signed it.</summary>
    public DeviceIdentity Foreign { get; }

    public GenesisDocument Genesis { get; }

    public Digest ChainId { get; }

    public Membership Membership { get; }

    /// <summary>Four others, none of whose keys is in genesis.</summary>
    public Membership NewMembers { get; }

    public LedgerClientOptions Options(FakeNode node, params FakeNode[] others) => new()
    {
        Node = node.Address,
        OtherNodes = [.. others.Select(o => o.Address)],
        Identity = Device,
        Genesis = Genesis,
        ChainId = ChainId,
        RetriesMax = 3,
        RetryPause = TimeSpan.FromMilliseconds(1),
        RetryPauseMax = TimeSpan.FromMilliseconds(2),
        CallTimeout = FakeNode.Bound,
        FinalityTimeout = FakeNode.Bound,
    };

    /// <summary>A certificate by the first so many validators.</summary>
    public CommitCertificate Certify(
        BlockHeader header, int votes = 3, Digest? chainId = null, ulong view = 2, bool byNew = false)
    {
        var payload = CommitVote.Encode(new ViewNumber(view), header.Height, header.Hash);
        return new CommitCertificate(
            new ViewNumber(view),
            [
                .. Enumerable.Range(0, votes).Select(i => new ReplicaSignature(
                    new ReplicaId((ushort)i), SigningDomain.Commit.Sign(SignerAt(i, byNew), chainId ?? ChainId, payload))),
            ]);
    }

    public IEd25519Signer SignerAt(int index, bool isNew = false) => isNew ? _newcomers[index] : Nodes[index].Signer;

    /// <summary>The end of the first epoch: the members of genesis certify the others.</summary>
    public EpochHeader Change(ulong height)
    {
        var header = Header(height, Digest.Of("state"u8)) with { NextMembershipHash = NewMembers.Hash };
        return new EpochHeader(header, Certify(header), NewMembers);
    }

    public BlockHeader Header(ulong height, Digest stateRoot, Digest? previous = null, Batch? batch = null, Digest? receiptRoot = null) =>
        new(
            new SequenceNumber(height), previous ?? ChainId, 1000 + height, (uint)(batch?.Transactions.Count ?? 0),
            batch?.TransactionRoot ?? MerkleTree.Root([]), receiptRoot ?? MerkleTree.Root([]), stateRoot, Membership.Hash,
            Membership.Hash);

    /// <summary>
    /// A chain of certified blocks with one transaction each; the first block is at index 0. Behind a height the new members
    /// certify, if it is given.
    /// </summary>
    public List<Block> Chain(int length, int changeAfter = int.MaxValue)
    {
        var blocks = new List<Block>();
        for (var i = 0; i < length; i++)
        {
            var batch = new Batch(1000 + (ulong)i, [Sign((ulong)i)]);
            var id = batch.Transactions[0].Id;
            ReadOnlyMemory<byte>[] receipts = [FakeNode.Receipt(id, $"event-{i}").Encode()];
            var header = Header(
                (ulong)i + 1, Digest.Of([(byte)i]), blocks.LastOrDefault()?.Header.Hash, batch, Block.ReceiptRootOf(receipts))
                with
                {
                    TimeMilliseconds = batch.TimeMilliseconds,
                    MembershipHash = i < changeAfter ? Membership.Hash : NewMembers.Hash,
                    NextMembershipHash = i + 1 < changeAfter ? Membership.Hash : NewMembers.Hash,
                };
            blocks.Add(new Block(header, batch, receipts, Certify(header, byNew: i >= changeAfter)));
        }

        return blocks;
    }

    public Transaction Sign(ulong nonce) => Transaction.Sign(
        new TransactionBody
        {
            ChainId = ChainId, Account = DeviceAccount, PublicKey = Device.Signer.PublicKey, Nonce = nonce,
            ValidFrom = 1, ValidUntil = 100, Calls = [new ContractCall("wallet", "transfer", default)],
        },
        Device.Signer);

    public void Dispose()
    {
        Nodes.ForEach(n => n.Dispose());
        _newcomers.ForEach(n => n.Dispose());
        Device.Dispose();
        NoValidator.Dispose();
        Foreign.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private DeviceIdentity Enrol(CertificateAuthority authority, string name, bool isNode, string folder = "")
    {
        var directory = Path.Combine(_directory, folder, authority.Organisation, name);
        Enrolment.Enrol(directory, authority, name, new EnrolmentTerms { IsNode = isNode });
        return DeviceIdentity.Load(directory);
    }
}
