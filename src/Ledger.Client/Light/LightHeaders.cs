using System.Buffers.Binary;
using Ledger.Primitives;
using Microsoft.Win32.SafeHandles;

namespace Ledger.Client.Light;

/// <summary>
/// The headers of a chain in one file: chain id 32, first height u64, then the headers one behind another, each of
/// <see cref="BlockHeader.Size"/> bytes. What is appended is synced before it counts; a last page that a crash tore is
/// cut off when the file is opened again. Not thread safe.
/// </summary>
internal sealed class LightHeaders : IDisposable
{
    /// <summary>Headers of one append; also those that are checked on opening.</summary>
    public const int AppendMax = 1024;

    private const int HeadSize = Digest.Size + 8;

    private readonly SafeFileHandle _file;

    private LightHeaders(SafeFileHandle file, ulong first)
    {
        _file = file;
        First = new SequenceNumber(first);
    }

    /// <summary>Height of the first header.</summary>
    public SequenceNumber First { get; }

    /// <summary>The last header, or null while there is none.</summary>
    public BlockHeader? Last { get; private set; }

    /// <summary>Opens a file, or begins one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="chainId">The chain.</param>
    /// <param name="first">Height of the first header of a file that is begun; at least 1.</param>
    /// <exception cref="LedgerException">The file belongs to another chain, or is no such file.</exception>
    /// <exception cref="IOException">The file cannot be read, or another process has it.</exception>
    public static LightHeaders Open(string path, Digest chainId, SequenceNumber first)
    {
        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            Span<byte> head = stackalloc byte[HeadSize];
            if (RandomAccess.GetLength(file) < HeadSize)
            {
                chainId.CopyTo(head);
                BinaryPrimitives.WriteUInt64LittleEndian(head[Digest.Size..], Math.Max(1, first.Value));
                RandomAccess.Write(file, head, 0);
                RandomAccess.FlushToDisk(file);
            }

            RandomAccess.Read(file, head, 0);
            if (new Digest(head[..Digest.Size]) != chainId)
            {
                throw new LedgerException(LedgerError.InvalidArgument, $"{path} holds the headers of another chain");
            }

            var headers = new LightHeaders(file, BinaryPrimitives.ReadUInt64LittleEndian(head[Digest.Size..]));
            headers.CutTail();
            return headers;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The header of a height, or null when it is not kept.</summary>
    /// <exception cref="LedgerException">The file is damaged there.</exception>
    public BlockHeader? Find(SequenceNumber height)
    {
        if (Last == null || height < First || height > Last.Height)
        {
            return null;
        }

        var header = Read((long)(height.Value - First.Value));
        return header != null && header.Height == height
            ? header
            : throw new LedgerException(LedgerError.Unproven, $"the stored header of block {height} is damaged");
    }

    /// <summary>Adds headers that chain to <see cref="Last"/>, which the caller has checked; they are durable on return.</summary>
    public void Append(IReadOnlyList<BlockHeader> headers)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(headers.Count, AppendMax);
        if (headers.Count == 0)
        {
            return;
        }

        var bytes = new byte[headers.Count * BlockHeader.Size];
        for (var i = 0; i < headers.Count; i++)
        {
            headers[i].Encode().CopyTo(bytes, i * BlockHeader.Size);
        }

        RandomAccess.Write(_file, bytes, Offset((long)(headers[0].Height.Value - First.Value)));
        RandomAccess.FlushToDisk(_file);
        Last = headers[^1];
    }

    public void Dispose() => _file.Dispose();

    private static long Offset(long index) => HeadSize + (index * BlockHeader.Size);

    private BlockHeader? Read(long index)
    {
        Span<byte> bytes = stackalloc byte[BlockHeader.Size];
        return RandomAccess.Read(_file, bytes, Offset(index)) == bytes.Length ? BlockHeader.TryDecode(bytes) : null;
    }

    // Everything before the last append was synced before that began.
    private void CutTail()
    {
        var count = (RandomAccess.GetLength(_file) - HeadSize) / BlockHeader.Size;
        var checkedFrom = Math.Max(0, count - AppendMax);
        BlockHeader? last = null;
        var kept = checkedFrom;
        for (; kept < count; kept++)
        {
            var header = Read(kept);
            if (header == null || header.Height.Value != First.Value + (ulong)kept ||
                (last != null && header.PreviousHash != last.Hash))
            {
                break;
            }

            last = header;
        }

        if (kept == checkedFrom && checkedFrom > 0)
        {
            throw new LedgerException(LedgerError.Unproven, "the stored headers are damaged beyond the last append");
        }

        RandomAccess.SetLength(_file, Offset(kept));
        Last = last;
    }
}
