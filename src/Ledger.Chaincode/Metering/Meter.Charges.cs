using System.Text;

namespace Ledger.Chaincode.Metering;

/// <summary>
/// What rewritten code calls around single instructions. Arguments stand in the order in which the rewriter finds them
/// on the stack: what is measured first, then the meter and the prices, which are constants.
/// </summary>
public sealed partial class Meter
{
    /// <summary>Prices by the element are for so many elements.</summary>
    private const long ElementsPerPrice = 16;

    /// <summary>Charges the elements of an array before it is made; its header is a constant of the block.</summary>
    /// <param name="count">How many; a negative count costs nothing, since no array comes of it.</param>
    /// <param name="meter">The function's meter.</param>
    /// <param name="elementSize">Bytes of an element.</param>
    /// <returns>The count.</returns>
    public static int NewArray(int count, Meter meter, int elementSize)
    {
        if (count > 0)
        {
            meter.Take(unchecked((long)count * elementSize));
        }

        return count;
    }

    /// <summary>Charges work and memory by a number of elements.</summary>
    /// <param name="count">How many; negative numbers cost nothing.</param>
    /// <param name="meter">The function's meter.</param>
    /// <param name="gas">Gas for 16 of them; a part of a gas at the end costs nothing.</param>
    /// <param name="bytes">Bytes allocated for each.</param>
    public static void Count(int count, Meter meter, int gas, int bytes)
    {
        if (count <= 0)
        {
            return;
        }

        meter.Spend(unchecked((long)count * gas) / ElementsPerPrice);
        if (bytes != 0)
        {
            meter.Take(unchecked((long)count * bytes));
        }
    }

    /// <summary>Charges by the characters of a text; null costs nothing.</summary>
    public static void Count(string? text, Meter meter, int gas, int bytes) =>
        Count(text?.Length ?? 0, meter, gas, bytes);

    /// <summary>Charges by the elements of an array; null costs nothing.</summary>
    public static void Count(Array? array, Meter meter, int gas, int bytes) =>
        Count(array?.Length ?? 0, meter, gas, bytes);

    /// <summary>Charges by the characters of a builder; null costs nothing.</summary>
    public static void Count(StringBuilder? builder, Meter meter, int gas, int bytes) =>
        Count(builder?.Length ?? 0, meter, gas, bytes);

    /// <summary>Charges by the elements of a list; null costs nothing.</summary>
    public static void Count<T>(List<T>? list, Meter meter, int gas, int bytes) =>
        Count(list?.Count ?? 0, meter, gas, bytes);

    /// <summary>Charges by the elements of a span.</summary>
    public static void Count<T>(ReadOnlySpan<T> span, Meter meter, int gas, int bytes) =>
        Count(span.Length, meter, gas, bytes);

    /// <summary>Charges by the elements of a span.</summary>
    public static void Count<T>(Span<T> span, Meter meter, int gas, int bytes) =>
        Count(span.Length, meter, gas, bytes);

    /// <summary>Charges by the characters of a value that is a text or a builder; others cost nothing.</summary>
    public static void Any<T>(T value, Meter meter, int gas, int bytes) => Count(
        value is string text ? text.Length : value is StringBuilder builder ? builder.Length : 0, meter, gas, bytes);

    /// <summary>Charges by the characters of all texts; null costs nothing.</summary>
    public static void Total(string?[]? texts, Meter meter, int gas, int bytes) =>
        Total(texts.AsSpan(), meter, gas, bytes);

    /// <summary>Charges by the characters of all texts.</summary>
    public static void Total(ReadOnlySpan<string?> texts, Meter meter, int gas, int bytes)
    {
        var total = 0L;
        foreach (var text in texts)
        {
            total += text?.Length ?? 0;
        }

        // Beyond what one number of elements can say, everything is taken, and nothing of that size can be made.
        Count((int)Math.Min(total, int.MaxValue), meter, gas, bytes);
    }
}
