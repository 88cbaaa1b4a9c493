using System.Text.Json.Nodes;

namespace Ledger.Primitives.Tests;

/// <summary>
/// The formats as data (tests/vectors): every expected value was computed by check_vectors.py from docs/protocol.md, without the code under
/// test. A change of any of these bytes breaks every chain that exists.
/// </summary>
public sealed class VectorTests
{
    [Fact]
    public void Transactions()
    {
        foreach (var (name, input, expected) in VectorFile.Read("transaction.json"))
        {
            var body = new TransactionBody
            {
                ChainId = input.Digest("chainId"), Account = input.Text("account"), PublicKey = expected.Bytes("publicKey"),
                Nonce = input.U64("nonce"), ValidFrom = input.U64("validFrom"), ValidUntil = input.U64("validUntil"),
                Atomic = (bool)input["atomic"]!,
                Calls = [.. input.List("calls").Select(c =>
                    new ContractCall(c.Text("contract"), c.Text("function"), c.Bytes("arguments")))],
            };
            var signer = new FixedSignature(expected.Bytes("publicKey"), expected.Bytes("signature"));
            var transaction = Transaction.Sign(body, signer);
            expected.Expect(name, "body", transaction.BodyBytes.Span);
            expected.Expect(name, "signedInput", signer.Message);
            expected.Expect(name, "encoded", transaction.Encoded.Span);
            expected.Expect(name, "id", transaction.Id.AsSpan());
            expected.Expect(name, "leafHash", transaction.LeafHash.AsSpan());
        }
    }

    [Fact]
    public void Batches()
    {
        foreach (var (name, input, expected) in VectorFile.Read("batch.json"))
        {
            var batch = new Batch(
                input.U64("timeMilliseconds"), [.. input.ListOfBytes("transactions").Select(t => Transaction.TryDecode(t)!)]);
            expected.Expect(name, "encoded", batch.Encode());
            expected.Expect(name, "transactionRoot", batch.TransactionRoot.AsSpan());
            expected.Expect(name, "digest", batch.Digest.AsSpan());
            Assert.Equal(batch.Digest, Batch.TryDecode(expected.Bytes("encoded"))!.Digest);
        }
    }

    [Fact]
    public void Receipts()
    {
        foreach (var (name, input, expected) in VectorFile.Read("receipt.json"))
        {
            var receipt = new Receipt(
                input.Digest("transactionId"), (ReceiptStatus)(int)input["status"]!, [.. input.List("calls").Select(CallOf)]);
            expected.Expect(name, "encoded", receipt.Encode());
            expected.Expect(name, "leafHash", MerkleTree.LeafHash(receipt.Encode()).AsSpan());
            Assert.NotNull(Receipt.TryDecode(expected.Bytes("encoded")));
        }
    }

    [Fact]
    public void Blocks()
    {
        foreach (var (name, input, expected) in VectorFile.Read("block.json"))
        {
            var members = new Membership([.. input.List("validators").Zip(
                expected.ListOfBytes("publicKeys"), (v, key) => new Validator(v.Text("name"), v.Text("organisation"), key)
                {
                    Incarnation = v.U64("incarnation"),
                })]);
            expected.Expect(name, "membershipHash", members.Hash.AsSpan());

            var block = Block.TryDecode(expected.Bytes("encoded"))!;
            var header = new BlockHeader(
                new SequenceNumber(input.U64("height")), input.Digest("previousHash"), input.U64("timeMilliseconds"),
                (uint)block.Batch.Transactions.Count, Batch.TryDecode(input.Bytes("batch"))!.TransactionRoot,
                Block.ReceiptRootOf([.. input.ListOfBytes("receipts").Select(r => (ReadOnlyMemory<byte>)r)]), input.Digest("stateRoot"),
                members.Hash, input.Digest("nextMembershipHash"));
            expected.Expect(name, "header", header.Encode());
            expected.Expect(name, "headerHash", header.Hash.AsSpan());
            expected.Expect(name, "encoded", block.Encode());
            CheckVotes(name, input, expected, header);

            var verifier = new KnownSignatures(expected.Bytes("voteSignedInput"), [.. expected.ListOfBytes("signatures")]);
            Assert.Null(block.FirstFlaw(verifier, input.Digest("chainId"), members));
        }
    }

    [Fact]
    public void MerkleTrees()
    {
        foreach (var (name, input, expected) in VectorFile.Read("merkle.json"))
        {
            Digest[] leaves = [.. input.ListOfBytes("leaves").Select(l => MerkleTree.LeafHash(l))];
            var root = MerkleTree.Root(leaves);
            expected.Expect(name, "root", root.AsSpan());
            JsonNode[] paths = [.. expected.List("paths")];
            Assert.Equal(leaves.Length, paths.Length);
            for (var i = 0; i < leaves.Length; i++)
            {
                Digest[] path = [.. paths[i].AsArray().Select(p => new Digest(Convert.FromHexString((string)p!)))];
                Assert.Equal(path, MerkleTree.Path(leaves, i));
                Assert.True(MerkleTree.Verify(root, leaves[i], i, leaves.Length, path));
            }
        }
    }

    [Fact]
    public void StateTrees()
    {
        foreach (var (name, input, expected) in VectorFile.Read("state.json"))
        {
            var state = input.List("entries").ToDictionary(e => e.Text("key"), e => e.Bytes("value"));
            var root = NaiveStateTree.Root([.. state.Select(e => (StateTree.PathOf(Convert.FromHexString(e.Key)), Digest.Of(e.Value)))]);
            expected.Expect(name, "root", root.AsSpan());
            foreach (var (key, node) in input.List("proofsOf").Zip(expected.List("proofs")))
            {
                var other = node["otherLeafPath"] is null ? (Digest?)null : node.Digest("otherLeafPath");
                var proof = new StateProof(
                    [.. node.ListOfBytes("siblings").Select(s => new Digest(s))], other,
                    other == null ? default : node.Digest("otherLeafValueHash"));
                var value = state.GetValueOrDefault((string)key!);
                Assert.True(proof.Verify(root, Convert.FromHexString((string)key!), value), name);
                Assert.False(proof.Verify(root, Convert.FromHexString((string)key!), value == null ? [] : null), name);
            }
        }
    }

    private static void CheckVotes(string name, JsonNode input, JsonNode expected, BlockHeader header)
    {
        var view = new ViewNumber(input.U64("view"));
        var payload = CommitVote.Encode(view, header.Height, header.Hash);
        Assert.Equal(CommitVote.Size, payload.Length);
        expected.Expect(name, "votePayload", payload);
        byte[][] signatures = [.. expected.ListOfBytes("signatures")];
        var signer = new FixedSignature([], signatures[0]);
        SigningDomain.Commit.Sign(signer, input.Digest("chainId"), payload);
        expected.Expect(name, "voteSignedInput", signer.Message);
        var certificate = new CommitCertificate(view, [.. input.List("voters").Zip(
            signatures, (voter, signature) => new ReplicaSignature(new ReplicaId((ushort)voter), signature))]);
        var writer = new CanonicalWriter();
        certificate.Encode(writer);
        expected.Expect(name, "certificate", writer.WrittenSpan);
    }

    private static CallResult CallOf(JsonNode call) => new(
        (ReceiptStatus)(int)call["status"]!, call.Text("message"), call.Bytes("result"), call.U64("gasUsed"),
        [.. call.List("events").Select(e => new LedgerEvent(e.Text("contract"), e.Text("name"), e.Bytes("data")))]);

    /// <summary>Answers with the vector's signature and keeps what it was asked to sign.</summary>
    private sealed class FixedSignature(byte[] publicKey, byte[] signature) : IEd25519Signer
    {
        public byte[] Message { get; private set; } = [];

        public ReadOnlyMemory<byte> PublicKey => publicKey;

        public void Sign(ReadOnlySpan<byte> message, Span<byte> destination)
        {
            Message = message.ToArray();
            signature.CopyTo(destination);
        }
    }

    /// <summary>Accepts the vector's signatures over the vector's message.</summary>
    private sealed class KnownSignatures(byte[] message, byte[][] signatures) : IEd25519Verifier
    {
        public bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
        {
            var known = false;
            foreach (var candidate in signatures)
            {
                known |= signature.SequenceEqual(candidate);
            }

            return known && signed.SequenceEqual(message);
        }
    }
}
