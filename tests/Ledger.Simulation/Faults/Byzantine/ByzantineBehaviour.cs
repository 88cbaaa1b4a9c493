using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation;

/// <summary>
/// Something that a faulty node does wrong. It runs the production replica all the same; a behaviour changes what
/// leaves it, what it hears, and what it serves. A node may have several.
/// </summary>
internal abstract class ByzantineBehaviour
{
    /// <summary>Changes what goes to one peer.</summary>
    /// <param name="node">The faulty node.</param>
    /// <param name="to">The peer.</param>
    /// <param name="original">What an honest node would send.</param>
    /// <param name="outgoing">What is sent: holds the original unless an earlier behaviour changed that.</param>
    public virtual void Tamper(
        SimulatedNode node, SimulatedNode to, WireMessage original, List<WireMessage> outgoing)
    {
    }

    /// <summary>Whether the node acts as if it had not received a message.</summary>
    public virtual bool Ignores(SimulatedNode node, VerifiedMessage message) => false;

    /// <summary>Whether the node acts as if a client had not handed in a request.</summary>
    public virtual bool Ignores(SimulatedNode node, Transaction request) => false;

    /// <summary>The head that the node claims when it is asked.</summary>
    public virtual SequenceNumber ClaimHead(SimulatedNode node, SequenceNumber head) => head;

    /// <summary>The block that the node serves in place of one; null for none.</summary>
    public virtual Block? Serve(SimulatedNode node, Block block) => block;

    /// <summary>The snapshot that the node serves in place of one; null for none.</summary>
    public virtual Snapshot? Serve(SimulatedNode node, Snapshot snapshot) => snapshot;

    /// <summary>What a message says; null when it is no message.</summary>
    protected static ConsensusMessage? Read(WireMessage message) =>
        Envelope.TryDecode(message.Bytes) is { } envelope ? MessageVerifier.Decode(envelope) : null;

    /// <summary>Another message of the node, well signed; null when it is no member of the epoch.</summary>
    protected static WireMessage? Sign(
        SimulatedNode node, MessageKind kind, byte[] body, ReadOnlyMemory<byte> attachment = default)
    {
        if (node.Epoch.Membership.Find(node.Name) is not { } self)
        {
            return null;
        }

        return new WireMessage(
            kind, new Envelope(kind, self, body, SignatureOf(node, kind, body), attachment).Encode());
    }

    /// <summary>The node's signature on a body, as its epoch wants it.</summary>
    protected static byte[] SignatureOf(SimulatedNode node, MessageKind kind, byte[] body) =>
        Envelope.DomainOf(kind).Sign(
            node.SignerIn(node.Epoch.Membership), Envelope.ContextOf(kind, node.Epoch), body);

    /// <summary>Puts one message in the place of the original.</summary>
    protected static void Replace(List<WireMessage> outgoing, WireMessage original, WireMessage? other)
    {
        outgoing.Remove(original);
        if (other != null)
        {
            outgoing.Add(other);
        }
    }
}
