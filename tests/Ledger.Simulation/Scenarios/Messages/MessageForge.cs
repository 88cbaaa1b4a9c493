using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// Makes the messages that a scenario describes, true or false ones, signed with the keys of the nodes that it names.
/// </summary>
/// <param name="epoch">The epoch of now.</param>
/// <param name="signerOf">The key of a node.</param>
/// <param name="names">Requests and batches.</param>
/// <param name="headerHash">The header hash that a word means at a height; null for the header that is known there.</param>
internal sealed class MessageForge(
    Func<Epoch> epoch, Func<string, FakeSigner> signerOf, ScenarioNames names, Func<ulong, string?, Digest> headerHash)
{
    private readonly Dictionary<(string Node, ulong View), ViewChangeMessage> _viewChanges = [];

    /// <summary>A node's VIEW-CHANGE, as it goes into V.</summary>
    public void Keep(string node, ViewChangeMessage message) => _viewChanges[(node, message.NewView.Value)] = message;

    /// <summary>Makes a message.</summary>
    /// <param name="phrase">What it says.</param>
    /// <param name="sender">Who it says it comes from.</param>
    /// <param name="signer">Whose key signs it.</param>
    public WireMessage Make(MessagePhrase phrase, string sender, string signer)
    {
        var kind = phrase.Kind ?? throw new ScenarioException("which message?");
        var (body, attachment) = BodyOf(kind, phrase, sender);
        var signature = Sign(kind, signer, body);
        if (kind == MessageKind.ViewChange)
        {
            // One that has no valid form goes to the verifier as it is, but into no V.
            if (ViewChangeMessage.TryDecode(IdOf(sender), body, signature) is { } message)
            {
                Keep(sender, message);
            }
        }

        return new WireMessage(kind, new Envelope(kind, IdOf(sender), body, signature, attachment).Encode());
    }

    /// <summary>A node's place.</summary>
    public ReplicaId IdOf(string node) =>
        epoch().Membership.Find(node) ?? throw new ScenarioException($"{node} is no member");

    private (byte[] Body, byte[] Attachment) BodyOf(MessageKind kind, MessagePhrase phrase, string sender)
    {
        var view = new ViewNumber(phrase.Number("v"));
        var height = new SequenceNumber(phrase.Number("n"));
        return kind switch
        {
            MessageKind.PrePrepare => (
                OrderingVote.Encode(view, height, names.Digest(phrase.Get("d"))), names.Batch(phrase.Get("d")).Encode()),
            MessageKind.Prepare => (OrderingVote.Encode(view, height, names.Digest(phrase.Get("d"))), []),
            MessageKind.Commit => (OrderingVote.Encode(view, height, headerHash(height.Value, phrase.Get("d"))), []),
            MessageKind.Checkpoint => (CheckpointMessage.EncodeBody(height, headerHash(height.Value, phrase.Find("d"))), []),
            MessageKind.ViewChange => (
                ViewChangeMessage.EncodeBody(view, StableOf(phrase), PreparedOf(phrase.Find("P") ?? "none")), []),
            MessageKind.NewView => (NewView(view, phrase, sender), []),
            MessageKind.Status => (Status(view, phrase), []),
            MessageKind.Transactions => (
                TransactionsMessage.EncodeBody(names.Requests(MessagePhrase.ListOf(phrase.Get("t")))), []),
            MessageKind.FetchBatch => (FetchBatchMessage.EncodeBody(kind, height, names.Digest(phrase.Get("d"))), []),
            MessageKind.BatchReply => (
                FetchBatchMessage.EncodeBody(kind, height, names.Digest(phrase.Get("d"))),
                names.Batch(phrase.Get("d")).Encode()),
            _ => (StableCheckpointMessage.EncodeBody(StableOf(phrase)), []),
        };
    }

    private byte[] Sign(MessageKind kind, string signer, byte[] body)
    {
        var isForged = signer.EndsWith('!');
        var signature = Envelope.DomainOf(kind).Sign(
            signerOf(signer.TrimEnd('!')), Envelope.ContextOf(kind, epoch()), body);
        signature[0] ^= isForged ? (byte)1 : (byte)0;
        return signature;
    }

    private ReplicaSignature[] SignAll(MessageKind kind, IEnumerable<string> signers, byte[] body) =>
        [.. signers.Select(signer => new ReplicaSignature(IdOf(signer.TrimEnd('!')), Sign(kind, signer, body)))];

    private StableCheckpoint StableOf(MessagePhrase phrase)
    {
        var height = new SequenceNumber(phrase.Number("h"));
        if (phrase.Find("C") == null && height == epoch().Base)
        {
            return StableCheckpoint.BaseOf(epoch());
        }

        var hash = headerHash(height.Value, phrase.Find("d"));
        var voters = phrase.Find("C") is { } named ? MessagePhrase.ListOf(named) : Members().Take(epoch().Membership.Quorum);
        return new StableCheckpoint(
            height, hash, SignAll(MessageKind.Checkpoint, voters, CheckpointMessage.EncodeBody(height, hash)));
    }

    private PreparedCertificate[] PreparedOf(string text) => [.. PreparedPhrase.ParseAll(text).Select(member =>
    {
        var (view, height) = (new ViewNumber(member.View), new SequenceNumber(member.Height));
        var digest = names.Digest(member.Digest);
        var body = OrderingVote.Encode(view, height, digest);
        var primary = PrimaryOf(view);
        return new PreparedCertificate(
            view,
            height,
            digest,
            Sign(MessageKind.PrePrepare, member.IsPrimaryForged ? primary + "!" : primary, body),
            SignAll(
                MessageKind.Prepare,
                member.Backups ?? Members().Where(name => name != primary).Take(epoch().Membership.Quorum - 1),
                body));
    })];

    private byte[] NewView(ViewNumber view, MessagePhrase phrase, string sender)
    {
        var chosen = MessagePhrase.ListOf(phrase.Get("V")).Select(node => ViewChangeOf(node, view)).ToList();
        var plan = NewViewCalculator.Compute(chosen);
        var digests = phrase.Find("O") is { } given ? MessagePhrase.ListOf(given).Select(names.Digest) : plan.Digests;
        var proposals = new List<NewViewProposal>();
        var height = plan.Stable.Height;
        foreach (var digest in digests)
        {
            height = height.Next;
            var vote = OrderingVote.Encode(view, height, digest);
            proposals.Add(new NewViewProposal(digest, Sign(MessageKind.PrePrepare, sender, vote)));
        }

        return NewViewMessage.EncodeBody(view, chosen, proposals);
    }

    private ViewChangeMessage ViewChangeOf(string node, ViewNumber view)
    {
        if (!_viewChanges.ContainsKey((node, view.Value)))
        {
            // Nothing was said of it: it has prepared nothing.
            Make(MessagePhrase.Parse(["VIEW-CHANGE", $"v={view}", $"h={epoch().Base}"]), node, node);
        }

        return _viewChanges[(node, view.Value)];
    }

    private static byte[] Status(ViewNumber view, MessagePhrase phrase)
    {
        var flags = MessagePhrase.ListOf(phrase.Find("has") ?? "none").Select(word => (byte)(word switch
        {
            "nothing" => StatusFlags.None,
            "pre-prepared" => StatusFlags.PrePrepared,
            "prepared" => StatusFlags.PrePrepared | StatusFlags.Prepared,
            "committed" => StatusFlags.Committed,
            _ => throw new ScenarioException($"a status has no {word}"),
        })).ToArray();
        return StatusMessage.EncodeBody(
            view,
            (phrase.Find("active") ?? "yes") == "yes",
            new SequenceNumber(phrase.Number("head")),
            new SequenceNumber(phrase.Number("h")),
            flags);
    }

    private string PrimaryOf(ViewNumber view) => epoch().Membership.Validators[epoch().Membership.Primary(view).Value].Name;

    private IEnumerable<string> Members() => epoch().Membership.Validators.Select(validator => validator.Name);
}
