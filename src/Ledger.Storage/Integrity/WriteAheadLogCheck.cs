using System.Buffers.Binary;

namespace Ledger.Storage.Integrity;

/// <summary>
/// Checks every byte of RocksDB's write-ahead logs, and of the manifest, which has the same form. RocksDB checks records
/// only when it replays them, and never the padding between them.
/// </summary>
/// <remarks>
/// A log is a row of blocks of 32,768 bytes. A record: masked CRC-32C u32 over type and data, data length u16, type u8,
/// data. Records do not cross a block's end; fewer than 7 bytes left there are zeros.
/// </remarks>
internal static class WriteAheadLogCheck
{
    private const int BlockSize = 32_768;
    private const int HeaderSize = 7;

    /// <summary>Checks all logs and the manifest in a database directory.</summary>
    /// <exception cref="StorageException">A byte is damaged or the last record is cut off.</exception>
    public static void CheckDirectory(string directory)
    {
        var block = new byte[BlockSize];
        try
        {
            foreach (var file in Directory.GetFiles(directory, "*.log"))
            {
                CheckFile(file, "write-ahead log", block);
            }

            // RocksDB takes a manifest that ends in the middle of a record as one that ends before it: files that the
            // record names would be missed later, or never.
            var current = File.ReadAllText(Path.Combine(directory, "CURRENT")).TrimEnd('\n');
            CheckFile(Path.Combine(directory, current), "manifest", block);
        }
        catch (IOException failure)
        {
            throw new StorageException(
                StorageFailure.InputOutput,
                $"Cannot read the write-ahead log or the manifest in {directory}: {failure.Message}", failure);
        }
    }

    private static void CheckFile(string file, string kind, byte[] block)
    {
        using var stream = File.OpenRead(file);
        while (true)
        {
            var start = stream.Position;
            var size = stream.ReadAtLeast(block, BlockSize, throwOnEndOfStream: false);
            if (FirstFlaw(block.AsSpan(0, size)) is { } flaw)
            {
                throw new StorageException(
                    StorageFailure.Damaged, $"The {kind} {file} is damaged at byte {start + flaw}.");
            }

            if (size < BlockSize)
            {
                return;
            }
        }
    }

    private static int? FirstFlaw(ReadOnlySpan<byte> block)
    {
        var position = 0;
        while (block.Length - position >= HeaderSize)
        {
            var record = block[position..];
            var size = BinaryPrimitives.ReadUInt16LittleEndian(record[4..]);
            if (HeaderSize + size > record.Length ||
                BinaryPrimitives.ReadUInt32LittleEndian(record) != Checksum.Masked(record.Slice(6, 1 + size)))
            {
                return position;
            }

            position += HeaderSize + size;
        }

        // Only a full block may end in padding.
        var rest = block[position..];
        return rest.ContainsAnyExcept((byte)0) || (!rest.IsEmpty && block.Length < BlockSize) ? position : null;
    }
}
