using System.Text;
using Google.Protobuf;
using Ledger.Primitives;
using Wire = Ledger.Protocol.V1;

namespace Ledger.Client.Tests.Harness;

/// <summary>A world state of a few entries whose root and proofs are computed the slow, obvious way.</summary>
public sealed class TinyState
{
    private readonly List<(Digest Path, byte[] Value)> _entries = [];

    public TinyState(params (string Key, byte[] Value)[] entries)
    {
        foreach (var (key, value) in entries)
        {
            _entries.Add((StateTree.PathOf(Encoding.UTF8.GetBytes(key)), value));
        }
    }

    public Digest Root => Hash(_entries, 0);

    public static Digest Hash(List<(Digest Path, byte[] Value)> entries, int depth) => entries.Count switch
    {
        0 => Digest.Zero,
        1 => StateTree.LeafHash(entries[0].Path, Digest.Of(entries[0].Value)),
        _ => StateTree.NodeHash(
            Hash([.. entries.Where(e => e.Path.Bit(depth) == 0)], depth + 1),
            Hash([.. entries.Where(e => e.Path.Bit(depth) == 1)], depth + 1)),
    };

    public StateProof Prove(string key)
    {
        var path = StateTree.PathOf(Encoding.UTF8.GetBytes(key));
        var siblings = new List<Digest>();
        var here = _entries;
        for (var depth = 0; here.Count > 1; depth++)
        {
            siblings.Add(Hash([.. here.Where(e => e.Path.Bit(depth) != path.Bit(depth))], depth + 1));
            here = [.. here.Where(e => e.Path.Bit(depth) == path.Bit(depth))];
        }

        return here.Count == 0 || here[0].Path == path
            ? new StateProof(siblings, null, default)
            : new StateProof(siblings, here[0].Path, Digest.Of(here[0].Value));
    }

    /// <summary>The honest answer to a query, certified for a height.</summary>
    public Wire.QueryResponse Answer(Consortium consortium, string wholeKey, byte[]? value, ulong height = 9, int votes = 3)
    {
        var header = consortium.Header(height, Root);
        return Message(header, consortium.Certify(header, votes), Prove(wholeKey), value);
    }

    /// <summary>The same by the new members.</summary>
    public Wire.QueryResponse AnswerByNew(Consortium consortium, string wholeKey, byte[]? value, ulong height)
    {
        var (header, members) = (consortium.Header(height, Root), consortium.NewMembers.Hash);
        header = header with { MembershipHash = members, NextMembershipHash = members };
        return Message(header, consortium.Certify(header, byNew: true), Prove(wholeKey), value);
    }

    public static Wire.QueryResponse Message(BlockHeader header, CommitCertificate certificate, StateProof proof, byte[]? value)
    {
        var message = new Wire.QueryResponse
        {
            Found = value != null,
            Value = ByteString.CopyFrom(value ?? []),
            Proof = new Wire.StateProof(),
            Header = new Wire.CertifiedHeader
            {
                Header = ByteString.CopyFrom(header.Encode()),
                Certificate = new Wire.Certificate { View = certificate.View.Value },
            },
        };
        foreach (var sibling in proof.Siblings)
        {
            message.Proof.Siblings.Add(ByteString.CopyFrom(sibling.ToArray()));
        }

        if (proof.OtherLeafPath is { } other)
        {
            message.Proof.OtherLeafPath = ByteString.CopyFrom(other.ToArray());
            message.Proof.OtherLeafValueHash = ByteString.CopyFrom(proof.OtherLeafValueHash.ToArray());
        }

        foreach (var vote in certificate.Votes)
        {
            message.Header.Certificate.Votes.Add(new Wire.Signature
            {
                Replica = vote.Replica.Value, Signature_ = ByteString.CopyFrom(vote.Signature.Span),
            });
        }

        return message;
    }
}
