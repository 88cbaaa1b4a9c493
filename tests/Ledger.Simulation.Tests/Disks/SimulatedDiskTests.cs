namespace Ledger.Simulation.Tests.Disks;

/// <summary>What a crash keeps and what it takes.</summary>
public sealed class SimulatedDiskTests
{
    private readonly SimulatedDisk _disk = new(SimulatedGenesis.Of(4));

    private int RecordCount => _disk.Contents.Records.Count;

    [Fact]
    public void What_is_synced_survives_every_crash()
    {
        for (byte i = 0; i < 10; i++)
        {
            _disk.Sync(_disk.Append(Record(i)));
            _disk.Crash(new SeededRandom(i));
            Assert.Equal(i + 1, RecordCount);
        }
    }

    [Fact]
    public void A_sync_covers_all_that_was_written_before_and_nothing_after()
    {
        _disk.Append(Record(1));
        var second = _disk.Append(Record(2));
        _disk.Append(Record(3));
        Assert.Equal(0, RecordCount);
        _disk.Sync(second);
        Assert.Equal(2, RecordCount);
        Assert.Equal(1, _disk.UnsyncedCount);
        _disk.Sync(second);
        Assert.Equal(2, RecordCount);
    }

    [Fact]
    public void A_crash_keeps_a_prefix_of_what_is_not_synced()
    {
        var kept = new int[5];
        var torn = 0;
        for (ulong seed = 0; seed < 300; seed++)
        {
            var disk = new SimulatedDisk(SimulatedGenesis.Of(4));
            for (byte i = 0; i < 4; i++)
            {
                disk.Append(Record(i));
            }

            var (lost, isTorn) = disk.Crash(new SeededRandom(seed));
            torn += isTorn ? 1 : 0;
            var count = disk.Contents.Records.Count;
            Assert.Equal(4, count + lost + (isTorn ? 1 : 0));
            for (byte i = 0; i < 4; i++)
            {
                Assert.Equal(i < count, disk.Contents.Records.ContainsKey([i]));
            }

            Assert.Equal(0, disk.UnsyncedCount);
            kept[count]++;
        }

        Assert.All(kept[..4], count => Assert.InRange(count, 1, 299));
        Assert.InRange(torn, 1, 299);
    }

    [Fact]
    public void A_batch_is_whole_or_not_there()
    {
        for (ulong seed = 0; seed < 100; seed++)
        {
            var disk = new SimulatedDisk(SimulatedGenesis.Of(4));
            disk.Append(new RecordBatch([([1], new byte[50]), ([2], new byte[50]), ([3], new byte[50])]));
            disk.Crash(new SeededRandom(seed));
            Assert.True(disk.Contents.Records.Count is 0 or 3);
        }
    }

    [Fact]
    public void Records_are_replaced_and_deleted()
    {
        _disk.Sync(_disk.Append(new RecordBatch([([1], [1]), ([2], [2])])));
        _disk.Sync(_disk.Append(new RecordBatch([([1], null), ([2], [3])])));
        Assert.Equal([3], Assert.Single(_disk.Contents.Records).Value);
    }

    [Fact]
    public void A_lost_disk_is_as_new()
    {
        _disk.Sync(_disk.Append(Record(1)));
        _disk.Append(Record(2));
        _disk.Lose();
        Assert.Equal(0, RecordCount);
        Assert.Equal(0, _disk.UnsyncedCount);
        Assert.Equal(SimulatedGenesis.Of(4).State.Root, _disk.Contents.State.Root);
    }

    private static RecordBatch Record(byte key) => new([([key], new byte[20])]);
}
