using System.Net;
using System.Net.Sockets;
using Google.Protobuf;
using Ledger.Client.Connection;
using Ledger.Client.Tests.Harness;
using Ledger.Primitives;
using Ledger.Protocol.V1;

namespace Ledger.Client.Tests;

/// <summary>Whom the client talks to, and how many voices it asks for.</summary>
public sealed class ConnectionTests(Consortium consortium) : IClassFixture<Consortium>
{
    [Fact]
    public async Task StatusIsTold()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));

        var status = await client.StatusAsync();

        Assert.Equal(("node1", 7UL, consortium.ChainId), (status.Node, status.Height.Value, status.ChainId));
    }

    [Fact]
    public async Task AServerOfAForeignAuthorityIsNotTrusted()
    {
        await using var node = await FakeNode.StartAsync(consortium, consortium.Foreign);
        await RefusedAsync(consortium.Options(node), "signature");
    }

    [Fact]
    public void ADeviceThatServesIsNotTrusted()
    {
        var members = new MemberDirectory(consortium.Genesis);

        Assert.Null(members.Identify(consortium.Device.TlsCertificate, DateTimeOffset.UtcNow, out var reason));
        Assert.Contains("is not a certificate for a TLS server", reason, StringComparison.Ordinal);
        Assert.Equal("cell2/node2", members.Identify(consortium.Nodes[1].TlsCertificate, DateTimeOffset.UtcNow, out _));
    }

    [Fact]
    public async Task ANodeThatIsNoValidatorIsHeardButHasNoVoice()
    {
        await using var observer = await FakeNode.StartAsync(consortium, consortium.NoValidator);
        await using var honest = await FakeNode.StartAsync(consortium, consortium.Nodes[0]);
        observer.OnCall = honest.OnCall = _ => Answer(5, 20);
        await using var client = LedgerClient.Connect(consortium.Options(observer, honest));

        var alone = await client.CallAsync("wallet", "balance", default);
        var refused = await Assert.ThrowsAsync<LedgerException>(() => client.CallQuorumAsync("wallet", "balance", default));

        Assert.Equal(5, alone.Result.Span[0]);
        Assert.Equal(LedgerError.Disagreement, refused.Code);
    }

    [Fact]
    public async Task VoicesAreThoseOfTheNewestMembersThatAnyNodeProves()
    {
        await using var newcomer = await FakeNode.StartAsync(consortium, consortium.NoValidator);
        await using var stayed = await FakeNode.StartAsync(consortium, consortium.Nodes[1]);
        await using var left = await FakeNode.StartAsync(consortium, consortium.Nodes[0]);
        await using var leftToo = await FakeNode.StartAsync(consortium, consortium.Nodes[2]);
        stayed.EpochEnds.Add(consortium.Change(32));
        newcomer.OnCall = stayed.OnCall = _ => Answer(5, 40);
        left.OnCall = leftToo.OnCall = _ => Answer(9, 40);
        newcomer.EpochEnds.Add(consortium.Change(32));
        await using var client = LedgerClient.Connect(consortium.Options(left, leftToo, stayed, newcomer));

        var together = await client.CallQuorumAsync("wallet", "balance", default);

        Assert.Equal(5, together.Result.Span[0]);
        Assert.Equal(consortium.NewMembers.Hash, client.MembersAt(new SequenceNumber(33))!.Hash);
    }

    [Fact]
    public async Task AnExpiredCertificateIsNotTrusted()
    {
        var clock = new ManualClock();
        clock.Advance(TimeSpan.FromDays(800));
        await using var node = await FakeNode.StartAsync(consortium);
        await RefusedAsync(consortium.Options(node) with { TimeProvider = clock }, "expired");
    }

    [Fact]
    public async Task ANodeOfAnotherChainIsNotBelieved()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node) with { ChainId = Digest.Of("mine"u8) });

        var refused = await Assert.ThrowsAsync<LedgerException>(() => client.StatusAsync());

        Assert.Equal(LedgerError.Unproven, refused.Code);
    }

    [Fact]
    public async Task NobodyThereIsUnavailable()
    {
        using var port = new TcpListener(IPAddress.Loopback, 0);
        port.Start();
        var address = new Uri($"https://127.0.0.1:{((IPEndPoint)port.LocalEndpoint).Port}");
        port.Stop();
        await using var any = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(any) with { Node = address });

        var lost = await Assert.ThrowsAsync<LedgerException>(() => client.StatusAsync());

        Assert.Equal(LedgerError.Unavailable, lost.Code);
        Assert.DoesNotContain('\n', lost.Message);
    }

    [Fact]
    public async Task AQuorumAnswerOutvotesALiar()
    {
        await using var liar = await FakeNode.StartAsync(consortium, consortium.Nodes[0]);
        await using var second = await FakeNode.StartAsync(consortium, consortium.Nodes[1]);
        await using var third = await FakeNode.StartAsync(consortium, consortium.Nodes[2]);
        liar.OnCall = _ => Answer(9, 30);
        second.OnCall = _ => Answer(5, 21);
        third.OnCall = _ => Answer(5, 20);
        await using var client = LedgerClient.Connect(consortium.Options(liar, second, third));

        var alone = await client.CallAsync("wallet", "balance", default);
        var together = await client.CallQuorumAsync("wallet", "balance", default);

        Assert.Equal(9, alone.Result.Span[0]);
        Assert.Equal((5, 20UL), (together.Result.Span[0], together.Height.Value));
    }

    [Fact]
    public async Task OneValidatorUnderTwoAddressesIsOneVoice()
    {
        await using var first = await FakeNode.StartAsync(consortium, consortium.Nodes[0]);
        await using var again = await FakeNode.StartAsync(consortium, consortium.Nodes[0]);
        await using var honest = await FakeNode.StartAsync(consortium, consortium.Nodes[1]);
        first.OnCall = again.OnCall = _ => Answer(9, 30);
        honest.OnCall = _ => Answer(5, 20);
        await using var client = LedgerClient.Connect(consortium.Options(first, again, honest));

        var refused = await Assert.ThrowsAsync<LedgerException>(() => client.CallQuorumAsync("wallet", "balance", default));

        Assert.Equal(LedgerError.Disagreement, refused.Code);
    }

    [Fact]
    public async Task TooFewNodesForAQuorumIsToldAtOnce()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        await using var client = LedgerClient.Connect(consortium.Options(node));

        var refused = await Assert.ThrowsAsync<LedgerException>(() => client.CallQuorumAsync("wallet", "balance", default));

        Assert.Equal(LedgerError.InvalidArgument, refused.Code);
    }

    [Fact]
    public async Task OptionsOutOfRangeAreRefused()
    {
        await using var node = await FakeNode.StartAsync(consortium);
        var options = consortium.Options(node);

        Assert.Throws<ArgumentException>(() => LedgerClient.Connect(options with { Node = new Uri("http://127.0.0.1:1") }));
        Assert.Throws<ArgumentOutOfRangeException>(() => LedgerClient.Connect(options with { RetriesMax = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => LedgerClient.Connect(options with { ValidityBlocks = 101 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => LedgerClient.Connect(options with { CallTimeout = TimeSpan.Zero }));
    }

    [Fact]
    public void NoGrpcOrProtobufTypeIsPublic()
    {
        var types = typeof(LedgerClient).Assembly.GetExportedTypes();
        var named = types.SelectMany(t => t.GetMembers()).SelectMany(TypesOf).SelectMany(Flatten).ToArray();

        Assert.NotEmpty(named);
        Assert.DoesNotContain(named, t => t.Namespace is { } space &&
            (space.StartsWith("Grpc", StringComparison.Ordinal) || space.StartsWith("Google", StringComparison.Ordinal) ||
             space.StartsWith("Ledger.Protocol", StringComparison.Ordinal) || space.StartsWith("Ledger.Grpc", StringComparison.Ordinal)));
    }

    private static IEnumerable<Type> TypesOf(System.Reflection.MemberInfo member) => member switch
    {
        System.Reflection.MethodInfo method => [method.ReturnType, .. method.GetParameters().Select(p => p.ParameterType)],
        System.Reflection.ConstructorInfo constructor => constructor.GetParameters().Select(p => p.ParameterType),
        System.Reflection.PropertyInfo property => [property.PropertyType],
        System.Reflection.FieldInfo field => [field.FieldType],
        _ => [],
    };

    private static IEnumerable<Type> Flatten(Type type) =>
        type.IsGenericType ? [type, .. type.GetGenericArguments().SelectMany(Flatten)]
        : type.HasElementType ? Flatten(type.GetElementType()!)
        : [type];

    private static CallResponse Answer(byte value, ulong height) => new()
    {
        Result = new Protocol.V1.CallResult { Result = ByteString.CopyFrom(value) }, Height = height,
    };

    private static async Task RefusedAsync(LedgerClientOptions options, string reason)
    {
        await using var client = LedgerClient.Connect(options);
        var refused = await Assert.ThrowsAsync<LedgerException>(() => client.StatusAsync());
        Assert.Equal(LedgerError.Unavailable, refused.Code);
        Assert.Contains("not trusted", refused.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }
}
