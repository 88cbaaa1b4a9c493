using Ledger.Chaincode.Testing;
using Ledger.Identity;
using Ledger.Primitives;

namespace Ledger.Chaincode.Tests;

/// <summary>A contract that uses the SDK's parts, through checker, meter and executor.</summary>
public sealed class SdkContractTests
{
    /// <summary>The contract.</summary>
    public const string Source = """
        public sealed record Bid(string Owner, Energy Energy, Price Limit) : IRecord<Bid>
        {
            public static Bid Decode(RecordReader reader)
            {
                reader.Version(1);
                return new Bid(reader.Text(), reader.Energy(), reader.Price());
            }

            public void Encode(RecordWriter writer) => writer.Version(1).Text(Owner).Energy(Energy).Price(Limit);
        }

        public readonly record struct BidKey(long Slot, string Id) : IRecordKey<BidKey>
        {
            public static BidKey Read(KeyReader reader) => new(reader.Number(), reader.Text());

            public StateKey AppendTo(StateKey prefix) => prefix.And(Slot).And(Id);
        }

        public sealed class ByOwner : IRecordIndex<Bid>
        {
            public string Name => "owner";

            public StateKey AppendTo(Bid record, StateKey prefix) =>
                record.Owner.Length == 0 ? prefix : prefix.And(record.Owner);
        }

        public sealed class ByPrice : IOrder<RecordEntry<BidKey, Bid>>
        {
            public int Compare(RecordEntry<BidKey, Bid> left, RecordEntry<BidKey, Bid> right) =>
                left.Record.Limit.CompareTo(right.Record.Limit);
        }

        [Contract("book")]
        [HistoryAge(30)]
        public sealed class BookContract
        {
            [Function]
            [AnyMember]
            [GasHint(20_000)]
            public void Put(CallContext context, long slot, string id, string owner, long energy, long limit)
            {
                context.Require(new Slot(slot).IsAligned, "no such slot");
                var order = new Bid(owner, new Energy(energy), new Price(limit));
                Orders(context).Put(new BidKey(slot, id), order);
                context.Emit("put", order);
            }

            [Function]
            [AnyMember]
            public void Delete(CallContext context, long slot, string id) => Orders(context).Delete(new BidKey(slot, id));

            [Function(ReadOnly = true)]
            [AnyMember]
            public string[] Of(CallContext context, string owner)
            {
                var orders = Orders(context);
                return Ids(orders.ScanIndex(orders.IndexRoot("owner").And(owner)));
            }

            [Function(ReadOnly = true)]
            [AnyMember]
            public string[] In(CallContext context, long slot)
            {
                var orders = Orders(context);
                var found = orders.Scan(orders.Root.And(slot));
                Sorting.Sort(found, new ByPrice());
                return Ids(found);
            }

            [Function(ReadOnly = true)]
            [AnyMember]
            public long Value(CallContext context, long slot, string id)
            {
                var order = Orders(context).Get(new BidKey(slot, id), "there is no order " + id);
                return (order.Energy * order.Limit).Nano;
            }

            [Function(ReadOnly = true)]
            [AnyMember]
            public string[] Words(CallContext context, string[] words)
            {
                var counts = new OrderedMap<string, long>(Order.Text);
                foreach (var word in words)
                {
                    counts[word] = counts.GetOr(word, 0) + 1;
                }

                var found = new List<string>();
                foreach (var entry in counts.ToArray())
                {
                    found.Add(entry.Key + "=" + entry.Value);
                }

                return found.ToArray();
            }

            [Function(ReadOnly = true)]
            [AnyMember]
            public long[] Compute(CallContext context, long a, long b)
            {
                var wide = (WideInteger)a * b * a * b;
                var shares = Sharing.ByWeight(a, new long[] { 1, 2, 3 });
                return new long[]
                {
                    WideInteger.SquareRoot(wide).ToLong(), IntegerMath.FloorDivide(a, b), shares[0], shares[1], shares[2],
                };
            }

            [Function(ReadOnly = true)]
            [AnyMember]
            public bool Signed(CallContext context, byte[] key, byte[] message, byte[] signature) =>
                context.VerifySignature(key, Hash.Sha256(message), signature);

            [Function]
            [AnyMember]
            public long Relay(CallContext context, string other, long amount)
            {
                new RemoteCall(context, "counter", "add").Text(other).Long(amount).Invoke();
                return new RemoteCall(context, "counter", "get").Text(other).Read().Long();
            }

            private static RecordMap<BidKey, Bid> Orders(CallContext context) => new(context, "orders", new ByOwner());

            private static string[] Ids(RecordEntry<BidKey, Bid>[] entries)
            {
                var ids = new string[entries.Length];
                for (var i = 0; i < ids.Length; i++)
                {
                    ids[i] = entries[i].Key.Id;
                }

                return ids;
            }
        }
        """;

    private static readonly byte[] Package = TestPackages.Compile(Source);

    private readonly TestNetwork _network = new(Package, TestPackages.Contracts);

    private TestCaller Alice => _network.Enrol("cell1/alice");

    [Fact]
    public void RecordsAreFoundByKeyInOrderAndByIndex()
    {
        Alice.Submit("book.put", 900L, "b", "ann", 10L, 5L).EnsureOk();
        Alice.Submit("book.put", 900L, "a", "bob", 10L, 7L).EnsureOk();
        Alice.Submit("book.put", 1800L, "c", "ann", 10L, -3L).EnsureOk();

        Assert.Equal(["b", "a"], Alice.Query("book.in", 900L).Texts());
        Assert.Equal(["b", "c"], Alice.Query("book.of", "ann").Texts());
        Assert.Equal(-30, Alice.Query("book.value", 1800L, "c").Long());
    }

    [Fact]
    public void AnIndexIsKeptInStep()
    {
        Alice.Submit("book.put", 900L, "a", "ann", 10L, 5L).EnsureOk();
        Alice.Submit("book.put", 900L, "a", "bob", 10L, 5L).EnsureOk();
        Assert.Empty(Alice.Query("book.of", "ann").Texts());
        Assert.Equal(["a"], Alice.Query("book.of", "bob").Texts());
        Assert.Equal(2, _network.StateOf("book").Count);

        Alice.Submit("book.put", 900L, "a", "", 10L, 5L).EnsureOk();
        Assert.Single(_network.StateOf("book"));

        Alice.Submit("book.put", 900L, "a", "ann", 10L, 5L).EnsureOk();
        Alice.Submit("book.delete", 900L, "a").EnsureOk();
        Alice.Submit("book.delete", 900L, "a").EnsureOk();
        Assert.Empty(_network.StateOf("book"));
    }

    [Fact]
    public void AnEventCarriesARecord()
    {
        var put = Alice.Submit("book.put", 900L, "a", "ann", 10L, 5L).Event("put");
        Assert.Equal((1, "ann", 10L, 5L), (put.Version(1), put.Text(), put.Long(), put.Long()));
        Alice.Submit("book.put", 901L, "a", "ann", 10L, 5L).EnsureRejected("no such slot");
        Assert.Equal(ReceiptStatus.Rejected, Alice.TryQuery("book.value", 0L, "x").Status);
    }

    [Fact]
    public void CollectionsAndWideNumbersRunInContracts()
    {
        Assert.Equal(["a=2", "b=1"], Alice.Query("book.words", new[] { "a", "b", "a" } as object).Texts());
        Assert.Equal([long.MaxValue - 1, long.MaxValue / 4], Compute(long.MaxValue / 2, 2).Take(2));
        Assert.Equal([21, -3, -1, -2, -4], Compute(-7, 3));
    }

    [Fact]
    public void SignaturesOfOthersAreVerified()
    {
        using var key = Ed25519KeyPair.Generate();
        var signature = new byte[64];
        key.Sign(Hash.Sha256([1, 2, 3]), signature);
        var publicKey = key.PublicKey.ToArray();
        Assert.True(Alice.Query("book.signed", publicKey, new byte[] { 1, 2, 3 }, signature).Bool());
        Assert.False(Alice.Query("book.signed", publicKey, new byte[] { 1, 2, 4 }, signature).Bool());
        Assert.False(Alice.Query("book.signed", new byte[3], new byte[] { 1, 2, 3 }, signature).Bool());
    }

    [Fact]
    public void AnotherContractIsCalledInASentence() =>
        Assert.Equal(5, Alice.Submit("book.relay", "x", 5L).Result().Long());

    private long[] Compute(long a, long b) => Alice.Query("book.compute", a, b).Longs();
}
