using Google.Protobuf;
using Ledger.Client.Tests.Harness;
using Ledger.Primitives;

namespace Ledger.Client.Tests;

/// <summary>A record of evidence convicts only whom it proves guilty.</summary>
public sealed class EvidenceTests(Consortium consortium) : IClassFixture<Consortium>
{
    [Theory]
    [InlineData("PrePrepare", 1)]
    [InlineData("Prepare", 2)]
    [InlineData("Commit", 3)]
    [InlineData("Checkpoint", 4)]
    public async Task EveryKindIsProvenInEveryEpoch(string name, byte kind)
    {
        var later = new Epoch(
            consortium.ChainId, new SequenceNumber(32), consortium.Change(32).Header.Hash, consortium.NewMembers);

        Assert.Null(await JudgeAsync(Record(name, kind, FirstEpoch)));
        Assert.Null(await JudgeAsync(Record(name, kind, later)));
    }

    [Fact]
    public async Task WhatProvesNothingIsTold()
    {
        var good = Record("Prepare", 2, FirstEpoch);
        var strange = new Epoch(consortium.ChainId, new SequenceNumber(64), Digest.Of("x"u8), consortium.Membership);
        (EvidenceRecord Record, string Flaw)[] cases =
        [
            (good with { Second = good.First }, "say the same"),
            (good with { Height = new SequenceNumber(10) }, "not for one view and height"),
            (good with { View = new ViewNumber(8) }, "not for one view and height"),
            (good with { Second = Message(2, FirstEpoch, "b", height: 10) }, "not for one view and height"),
            (good with { Second = Message(3, FirstEpoch, "b") }, "not of one kind"),
            (good with { Kind = "Commit" }, "not of one kind"),
            (good with { Second = Message(2, FirstEpoch, "b", sender: 2) }, "not of one kind and one sender"),
            (good with { Second = Message(2, strange, "b") }, "a signature is not valid"),
            (good with { First = good.First[..^1] }, "malformed"),
            (good with { First = Message(9, FirstEpoch, "b") }, "malformed"),
            (good with { PublicKey = consortium.SignerAt(0).PublicKey }, "not the sender's place"),
            (good with { Validator = "node1" }, "not the sender's place"),
            (good with { Epoch = strange.Id }, "genesis leads to no epoch"),
        ];
        foreach (var (record, flaw) in cases)
        {
            Assert.Contains(flaw, await JudgeAsync(record), StringComparison.Ordinal);
        }
    }

    private Epoch FirstEpoch => Epoch.First(consortium.ChainId, consortium.Membership);

    private EvidenceRecord Record(string name, byte kind, Epoch epoch) => new(
        epoch.Membership.Validators[1].Name, epoch.Membership.Validators[1].PublicKey, name,
        new ViewNumber(kind == 4 ? 0UL : 7UL), new SequenceNumber(9), epoch.Id, Message(kind, epoch, "a"), Message(kind, epoch, "b"));

    private byte[] Message(byte kind, Epoch epoch, string what, ushort sender = 1, ulong height = 9)
    {
        SigningDomain[] domains =
            [SigningDomain.PrePrepare, SigningDomain.Prepare, SigningDomain.Commit, SigningDomain.Checkpoint];
        var digest = Digest.Of(System.Text.Encoding.UTF8.GetBytes(what));
        var writer = new CanonicalWriter(64);
        var body = (kind == 4 ? writer : writer.U64(7)).U64(height).Digest(digest).ToArray();
        var signature = domains[(kind - 1) % 4].Sign(
            consortium.SignerAt(sender, epoch.Membership.Hash == consortium.NewMembers.Hash),
            kind == 3 ? consortium.ChainId : epoch.Id, body);
        return new CanonicalWriter(256).U8(kind).U16(sender).Bytes(body).Raw(signature).Bytes(default).ToArray();
    }

    /// <summary>As a node tells it and a client judges it.</summary>
    private async Task<string?> JudgeAsync(EvidenceRecord record)
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));
        node.EpochEnds.Add(consortium.Change(32));
        node.Evidence.Add(new Protocol.V1.EvidenceRecord
        {
            Validator = record.Validator, PublicKey = ByteString.CopyFrom(record.PublicKey.Span), Kind = record.Kind,
            View = record.View.Value, Height = record.Height.Value, Epoch = ByteString.CopyFrom(record.Epoch.ToArray()),
            First = ByteString.CopyFrom(record.First.Span), Second = ByteString.CopyFrom(record.Second.Span),
        });
        var told = Assert.Single((await client.StatusAsync()).EvidenceRecords);
        return await client.FlawOfAsync(told);
    }
}
