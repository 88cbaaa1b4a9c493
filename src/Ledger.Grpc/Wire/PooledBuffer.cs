using System.Buffers;

namespace Ledger.Grpc.Wire;

/// <summary>
/// A growing buffer over the shared array pool, for frames on their way out. One user at a time. Its array goes back
/// to the pool through <see cref="Return"/> only; an owner that cannot be sure that the transport is done with it
/// lets it go to the garbage collector instead.
/// </summary>
internal sealed class PooledBuffer : IBufferWriter<byte>
{
    private const int FirstBytes = 512;

    private byte[] array = [];

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => array.AsMemory(0, Length);

    public void Clear() => Length = 0;

    public void Return()
    {
        byte[] old = array;
        array = [];
        Length = 0;
        if (old.Length > 0)
            ArrayPool<byte>.Shared.Return(old);
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, array.Length - Length);
        Length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return array.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return array.AsSpan(Length);
    }

    private void Reserve(int sizeHint)
    {
        int needed = Math.Max(sizeHint, 1);
        if (array.Length - Length >= needed)
            return;
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Max(FirstBytes, array.Length), Length + needed));
        array.AsSpan(0, Length).CopyTo(larger);
        if (array.Length > 0)
            ArrayPool<byte>.Shared.Return(array);
        array = larger;
    }
}
