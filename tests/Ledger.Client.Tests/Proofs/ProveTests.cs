using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Ledger.Client.Tests.Harness;
using Ledger.Identity;
using Ledger.Primitives;
using Wire = Ledger.Protocol.V1;

namespace Ledger.Client.Tests.Proofs;

/// <summary>Proofs that a client makes are those that anyone can check with the genesis file alone.</summary>
public sealed class ProveTests(Consortium consortium) : IClassFixture<Consortium>
{
    private const string Key = "wallet\0alice";

    private static readonly byte[] Value = [1, 2, 3];
    private static readonly TinyState State = new((Key, Value), ("wallet\0bob", [4]));

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task ATransactionIsProvenAlsoBehindAChangeOfMembers(int place)
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        var block = Serve(node)[place];
        var id = block.Batch.Transactions[0].Id;
        node.OnReceipt = request => request.Stored ? At(block, id) : throw FakeNode.Refusal(StatusCode.Internal);

        var proof = await client.ProveTransactionAsync(id);

        var read = (TransactionProof)ProofFile.TryDecode(ProofFile.Encode(proof), out _)!;
        Assert.Null(read.FirstFlaw(Ed25519.Instance, consortium.ChainId, consortium.Membership));
        Assert.Equal((id, block.Header), (read.Transaction.Id, read.At.Header));
        Assert.Equal(place < 3 ? 0 : 1, read.At.Epochs.Count);
    }

    [Fact]
    public async Task AReceiptThatItsBlockDoesNotHoldIsNoProof()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        var chain = Serve(node);
        var id = chain[1].Batch.Transactions[0].Id;
        node.OnReceipt = _ => At(chain[0], id);

        var refused = await Assert.ThrowsAsync<LedgerException>(() => client.ProveTransactionAsync(id));

        Assert.Equal(LedgerError.Unproven, refused.Code);
    }

    [Fact]
    public async Task AValueAtAHeightIsThatHeights()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        node.OnQuery = request => State.Answer(consortium, Key, Value, height: request.Height == 0 ? 9 : request.Height);
        await client.QueryAsync("wallet", Encoding.UTF8.GetBytes("alice"));

        // An old height is what was asked for, however far the chain is known.
        var proof = await client.ProveValueAsync("wallet", Encoding.UTF8.GetBytes("alice"), new SequenceNumber(4));

        Assert.Equal(4UL, proof.At.Header.Height.Value);
        Assert.Equal(Value, proof.Value);
        Assert.Null(proof.FirstFlaw(Ed25519.Instance, consortium.ChainId, consortium.Membership));
        node.OnQuery = _ => State.Answer(consortium, Key, Value, height: 5);
        var refused = await Assert.ThrowsAsync<LedgerException>(
            () => client.QueryAtAsync("wallet", Encoding.UTF8.GetBytes("alice"), new SequenceNumber(4)));
        Assert.Equal(LedgerError.Unproven, refused.Code);
    }

    private List<Block> Serve(FakeNode node)
    {
        var chain = consortium.Chain(6, changeAfter: 3);
        node.Serve(chain);
        node.EpochEnds.Add(new EpochHeader(chain[2].Header, chain[2].Certificate, consortium.NewMembers));
        return chain;
    }

    private static Wire.Receipt At(Block block, Digest id) => new()
    {
        TransactionId = ByteString.CopyFrom(id.AsSpan()), Height = block.Header.Height.Value, Index = 0,
        Encoded = ByteString.CopyFrom(block.Batch.Transactions[0].Id == id ? block.Receipts[0].Span : FakeNode.Receipt(id).Encode()),
    };
}
