using Ledger.Chaincode.Metering;

namespace Ledger.Chaincode;

/// <summary>The usual orders. Immutable.</summary>
public static class Order
{
    /// <summary>Numbers, ascending.</summary>
    public static IOrder<long> Number { get; } = new ComparableOrder<long>();

    /// <summary>Texts by their bytes in UTF-8, as keys of the state are ordered.</summary>
    public static IOrder<string> Text { get; } = new TextOrder();

    /// <summary>Byte strings, byte by byte; a beginning comes before what goes on.</summary>
    public static IOrder<byte[]> Bytes { get; } = new BytesOrder();

    /// <summary>
    /// The order that a struct brings along: <see cref="Money"/>, <see cref="Slot"/>, numbers, or a contract's own type.
    /// </summary>
    /// <typeparam name="T">A struct, since a text's own order would depend on the culture.</typeparam>
    public static IOrder<T> Of<T>()
        where T : struct, IComparable<T> => new ComparableOrder<T>();

    /// <summary>The opposite order; what was equal stays equal.</summary>
    public static IOrder<T> Reverse<T>(IOrder<T> order) => new ReverseOrder<T>(order);

    private sealed class ComparableOrder<T> : IOrder<T>
        where T : struct, IComparable<T>
    {
        public int Compare(T left, T right) => left.CompareTo(right);
    }

    private sealed class ReverseOrder<T>(IOrder<T> order) : IOrder<T>
    {
        public int Compare(T left, T right) => order.Compare(right, left);
    }

    private sealed class BytesOrder : IOrder<byte[]>
    {
        public int Compare(byte[]? left, byte[]? right)
        {
            Meter.Charge(10 + (Math.Min(left!.Length, right!.Length) / 4));
            return left.AsSpan().SequenceCompareTo(right);
        }
    }

    private sealed class TextOrder : IOrder<string>
    {
        public int Compare(string? left, string? right)
        {
            var shared = Math.Min(left!.Length, right!.Length);
            Meter.Charge(10 + (shared / 4));
            var same = left.AsSpan().CommonPrefixLength(right);
            return same == shared ? left.Length.CompareTo(right.Length) : Rank(left[same]) - Rank(right[same]);
        }

        // UTF-8 puts the characters written as surrogate pairs behind all others, UTF-16 puts them before U+E000.
        private static int Rank(char c) => c < 0xD800 ? c : c < 0xE000 ? c + 0x2000 : c - 0x0800;
    }
}
