using Ledger.Consensus;
using Ledger.Primitives;

namespace Ledger.Simulation.Tests.Checks;

/// <summary>The certificate check fails on certificates that prove nothing.</summary>
public sealed class CertificateCheckTests
{
    private readonly Cluster _cluster = Support.RunHealthy();

    [Fact]
    public void A_certificate_of_a_quorum_passes() =>
        NewCheck().OnBlock("a", Block, _cluster.Genesis.Membership);

    [Fact]
    public void A_vote_too_few_is_refused()
    {
        ReplicaSignature[] votes = [.. Block.Certificate.Votes.Take(2)];
        Refuses(Block with { Certificate = Block.Certificate with { Votes = votes } });
    }

    [Fact]
    public void A_vote_twice_is_refused()
    {
        ReplicaSignature[] votes = [.. Block.Certificate.Votes.Take(2), Block.Certificate.Votes[1]];
        Refuses(Block with { Certificate = Block.Certificate with { Votes = votes } });
    }

    [Fact]
    public void Votes_of_another_view_are_refused() =>
        Refuses(Block with { Certificate = Block.Certificate with { View = new ViewNumber(9) } });

    [Fact]
    public void Votes_of_strangers_are_refused() => Support.Refuses(
        "certificates", () => NewCheck().OnBlock("a", Block, SimulatedGenesis.Of(7).Membership));

    [Fact]
    public void A_stable_checkpoint_without_votes_is_refused()
    {
        var record = new StableCheckpoint(new SequenceNumber(4), Block.Header.Hash, []).Encode(new CanonicalWriter());
        var epoch = _cluster.Chain.Epoch;
        Support.Refuses("certificates", () => NewCheck().OnStable("a", record.ToArray(), epoch));
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(2, false)]
    public void A_stable_checkpoint_needs_a_quorum_of_distinct_votes(int voters, bool isGood)
    {
        var epoch = _cluster.Chain.Epoch;
        var body = CheckpointMessage.EncodeBody(new SequenceNumber(4), Block.Header.Hash);
        var votes = new List<ReplicaSignature>();
        for (var i = 0; i < 3; i++)
        {
            var node = _cluster.Nodes[i % voters];
            var signature = SigningDomain.Checkpoint.Sign(node.Signer, epoch.Id, body);
            votes.Add(new ReplicaSignature(new ReplicaId((ushort)node.Number), signature));
        }

        var stable = new StableCheckpoint(new SequenceNumber(4), Block.Header.Hash, votes);
        var record = stable.Encode(new CanonicalWriter()).ToArray();
        if (isGood)
        {
            NewCheck().OnStable("a", record, epoch);
        }
        else
        {
            Support.Refuses("certificates", () => NewCheck().OnStable("a", record, epoch));
        }
    }

    [Fact]
    public void The_base_of_an_epoch_needs_no_votes()
    {
        var epoch = _cluster.Chain.Epoch;
        NewCheck().OnStable("a", StableCheckpoint.BaseOf(epoch).Encode(new CanonicalWriter()).ToArray(), epoch);
    }

    private Block Block => _cluster.Chain.Blocks[^1];

    private void Refuses(Block block) =>
        Support.Refuses("certificates", () => NewCheck().OnBlock("a", block, _cluster.Genesis.Membership));

    private CertificateCheck NewCheck() => new(_cluster.Genesis.ChainId);
}
