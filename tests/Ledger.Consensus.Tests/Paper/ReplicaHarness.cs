using Ledger.Consensus.Tests.Support;
using Ledger.Primitives;

namespace Ledger.Consensus.Tests.Paper;

/// <summary>One replica of four; the test plays the host and the other three, through the real verifier.</summary>
internal sealed class ReplicaHarness
{
    private readonly SortedDictionary<string, (byte[] Key, byte[] Value)> _disk = new(StringComparer.Ordinal);
    private readonly ReplicaOptions _options;
    private readonly ReplicaKeys _keys;
    private readonly int _self;

    public ReplicaHarness(int self = 1, Func<ReplicaOptions, ReplicaOptions>? configure = null)
    {
        Chain = new TestChain(4);
        var options = TestChain.FastOptions();
        _self = self;
        _keys = new ReplicaKeys([Chain.Signers[self]], 0);
        _options = configure == null ? options : configure(options);
        Replica = new Replica(_options, _keys, ReplicaStart.Genesis(TestChain.Id, Chain.Membership));
        Epoch = Epoch.First(TestChain.Id, Chain.Membership);
        Tick(0);
    }

    public TestChain Chain { get; }

    public Replica Replica { get; private set; }

    public long Now { get; private set; }

    /// <summary>Effects of the last step.</summary>
    public List<ReplicaEffect> Effects { get; } = [];

    public BlockHeader? Head { get; set; }

    public StableCheckpoint Base => StableCheckpoint.BaseOf(Epoch.First(TestChain.Id, Chain.Membership));

    /// <summary>Whose signatures <see cref="Sign"/> makes.</summary>
    public Epoch Epoch { get; private set; }

    public static ReplicaId Id(int value) => new((ushort)value);

    public static SequenceNumber Height(int value) => new((ulong)value);

    /// <summary>The host's part of a new epoch.</summary>
    public void Enter(Epoch epoch)
    {
        Epoch = epoch;
        Chain.Verifier.Enter(epoch);
    }

    public void Restart(IEnumerable<(Digest, ulong)>? recent = null)
    {
        var records = _disk.Values.Reverse().Select(record => KeyValuePair.Create(record.Key, record.Value)).ToList();
        Replica = new Replica(
            _options, _keys, new ReplicaStart(
                Epoch, null, Head, null, records, recent ?? []));
        Tick(0);
    }

    public void Damage(byte letter)
    {
        foreach (var key in _disk.Keys.Where(key => _disk[key].Key[0] == letter).ToList())
        {
            _disk[key] = (_disk[key].Key, [1, 2, 3]);
        }
    }

    public List<ReplicaEffect> Step(ReplicaInput input)
    {
        Effects.Clear();
        Replica.Step(input, Effects);
        foreach (var effect in Effects)
        {
            if (effect is Persist persist)
            {
                _disk[Convert.ToHexString(persist.Key)] = (persist.Key, persist.Value);
            }
            else if (effect is Forget forget)
            {
                _disk.Remove(Convert.ToHexString(forget.Key));
            }
        }

        return Effects;
    }

    public List<ReplicaEffect> Tick(long milliseconds)
    {
        Now += milliseconds;
        return Step(new Tick(Now, TestChain.WallClockStart + (ulong)Now));
    }

    /// <summary>Delivers what the verifier accepts; what it refuses is an error of the test.</summary>
    public List<ReplicaEffect> Receive(int peer, ReadOnlyMemory<byte> bytes)
    {
        var message = Chain.Verifier.TryVerify(bytes, Id(peer), out var reason);
        Assert.True(message != null, reason);
        return Step(new Received(message));
    }

    public byte[] Sign(int sender, MessageKind kind, byte[] body, ReadOnlyMemory<byte> attachment = default)
    {
        var signature = Envelope.DomainOf(kind).Sign(
            Chain.Signers[sender], Envelope.ContextOf(kind, Epoch), body);
        return new Envelope(kind, Id(sender), body, signature, attachment).Encode();
    }

    public Batch NewBatch(int offset, params Transaction[] transactions) =>
        new(
            TestChain.WallClockStart + (ulong)offset,
            transactions.Length > 0 ? transactions : [Chain.NewTransaction()]);

    public byte[] PrePrepare(int view, int height, Batch batch) => Sign(
        view % 4,
        MessageKind.PrePrepare,
        OrderingVote.Encode(new ViewNumber((ulong)view), Height(height), batch.Digest),
        batch.Encode());

    public byte[] Vote(MessageKind kind, int sender, int view, int height, Digest digest) =>
        Sign(sender, kind, OrderingVote.Encode(new ViewNumber((ulong)view), Height(height), digest));

    public PreparedCertificate Prepared(int view, int height, Digest digest, params int[] backups)
    {
        var body = OrderingVote.Encode(new ViewNumber((ulong)view), Height(height), digest);
        var primary = SigningDomain.PrePrepare.Sign(Chain.Signers[view % 4], TestChain.Id, body);
        var prepares = backups.Select(backup => new ReplicaSignature(
            Id(backup), SigningDomain.Prepare.Sign(Chain.Signers[backup], TestChain.Id, body))).ToList();
        return new PreparedCertificate(new ViewNumber((ulong)view), Height(height), digest, primary, prepares);
    }

    public StableCheckpoint Stable(int height, Digest hash, params int[] voters) => new(
        Height(height),
        hash,
        voters.Select(voter => new ReplicaSignature(Id(voter), SigningDomain.Checkpoint.Sign(
            Chain.Signers[voter], TestChain.Id, CheckpointMessage.EncodeBody(Height(height), hash)))).ToList());

    public ViewChangeMessage ViewChange(
        int sender, int view, StableCheckpoint? stable = null, params PreparedCertificate[] prepared)
    {
        var body = ViewChangeMessage.EncodeBody(
            new ViewNumber((ulong)view), stable ?? Base, prepared);
        var signature = SigningDomain.ViewChange.Sign(Chain.Signers[sender], TestChain.Id, body);
        return ViewChangeMessage.TryDecode(Id(sender), body, signature)
            ?? new ViewChangeMessage(Id(sender), new ViewNumber((ulong)view), stable!, prepared, body, signature);
    }

    public static byte[] Encode(ViewChangeMessage message) =>
        new Envelope(MessageKind.ViewChange, message.Sender, message.Body, message.Signature, default).Encode();

    /// <summary>The new view that the view changes imply, or one with other digests.</summary>
    public byte[] NewView(int view, IReadOnlyList<ViewChangeMessage> viewChanges, IReadOnlyList<Digest>? digests = null)
    {
        var plan = NewViewCalculator.Compute(viewChanges);
        var number = new ViewNumber((ulong)view);
        var proposals = new List<NewViewProposal>();
        var height = plan.Stable.Height;
        foreach (var digest in digests ?? plan.Digests)
        {
            height = height.Next;
            var vote = OrderingVote.Encode(number, height, digest);
            var signature = SigningDomain.PrePrepare.Sign(Chain.Signers[view % 4], TestChain.Id, vote);
            proposals.Add(new NewViewProposal(digest, signature));
        }

        return Sign(view % 4, MessageKind.NewView, NewViewMessage.EncodeBody(number, viewChanges, proposals));
    }

    /// <summary>A status of a replica in view 0 with nothing.</summary>
    public byte[] Status(int sender, params byte[] heights) => Sign(
        sender, MessageKind.Status, StatusMessage.EncodeBody(default, true, default, default, heights));

    /// <summary>A new view to which nothing was prepared.</summary>
    public byte[] EmptyNewView(int view) =>
        NewView(view, [ViewChange(0, view), ViewChange(1, view), ViewChange(3, view)]);

    /// <summary>The one view change that the last step sends.</summary>
    public ViewChangeMessage SentViewChange() =>
        (ViewChangeMessage)MessageVerifier.Decode(Assert.Single(Sent(MessageKind.ViewChange)))!;

    /// <summary>The one execution that the last step asks for.</summary>
    public Execute AskedExecution() => Assert.Single(Effects.OfType<Execute>());

    /// <summary>Answers the last step's one execution.</summary>
    public BlockHeader Execute(MembershipChange? change = null) => Answer(AskedExecution(), change);

    public BlockHeader Answer(Execute execute, MembershipChange? change = null)
    {
        Head = Chain.HeaderAfter(Head, execute.Batch);
        Step(new Executed(execute.Token, execute.Height, execute.Batch.Digest, Head, change));
        return Head;
    }

    /// <summary>Takes a batch through all phases at a height.</summary>
    public BlockHeader Commit(int view, int height, Batch batch, MembershipChange? change = null)
    {
        Receive(view % 4, PrePrepare(view, height, batch));
        var others = Enumerable.Range(0, 4).Where(i => i != view % 4 && i != _self).ToList();
        Receive(others[0], Vote(MessageKind.Prepare, others[0], view, height, batch.Digest));
        var header = Execute(change);
        Receive(others[0], Vote(MessageKind.Commit, others[0], view, height, header.Hash));
        Receive(others[1], Vote(MessageKind.Commit, others[1], view, height, header.Hash));
        Assert.Contains(Effects, effect => effect is CommitBlock);
        Step(new Stored(Height(height)));
        return header;
    }

    /// <summary>Messages of a kind that the last step sends or broadcasts.</summary>
    public List<Envelope> Sent(MessageKind kind) => Effects
        .Select(effect => effect switch
        {
            Broadcast broadcast => broadcast.Message,
            Send send => send.Message,
            _ => null,
        })
        .Where(message => message?.Kind == kind)
        .Select(message => Envelope.TryDecode(message!.Bytes)!.Value)
        .ToList();

    public List<T> Reports<T>()
        where T : ReplicaReport => Effects.OfType<Report>().Select(report => report.Event).OfType<T>().ToList();
}
