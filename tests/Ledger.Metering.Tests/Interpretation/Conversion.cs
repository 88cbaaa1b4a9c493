using Mono.Cecil.Cil;

namespace Ledger.Metering.Tests;

/// <summary>
/// One of the conversions of ECMA-335 III.3.27 to III.3.29. Its name says all: target width, whether it checks, and
/// whether the source counts as unsigned.
/// </summary>
internal sealed record Conversion(string Target, bool IsChecked, bool FromUnsigned)
{
    private static readonly Conversion?[] Known =
        [.. Enum.GetValues<Code>().Select(c => Parse(c.ToString()))];

    public static bool IsOne(Code code) => Known[(int)code] != null;

    public static Conversion Of(Code code) => Known[(int)code]!;

    public Value Apply(Value value)
    {
        Int128 source = FromUnsigned || (!IsChecked && Target is "U8" or "U")
            ? value.Kind == ValueKind.Int ? unchecked((uint)value.Bits) : unchecked((ulong)value.Bits)
            : value.Bits;
        return IsChecked ? Checked(source) : Cut(source);
    }

    private Value Checked(Int128 source) => Target switch
    {
        "I1" => Value.Int(checked((sbyte)source)),
        "I2" => Value.Int(checked((short)source)),
        "I4" => Value.Int(checked((int)source)),
        "I8" => Value.Long(checked((long)source)),
        "U1" => Value.Int(checked((byte)source)),
        "U2" => Value.Int(checked((ushort)source)),
        "U4" => Value.Int(unchecked((int)checked((uint)source))),
        "U8" => Value.Long(unchecked((long)checked((ulong)source))),
        "I" => Value.Native(checked((long)source)),
        _ => Value.Native(unchecked((long)checked((ulong)source))),
    };

    private Value Cut(Int128 source) => Target switch
    {
        "I1" => Value.Int(unchecked((sbyte)source)),
        "I2" => Value.Int(unchecked((short)source)),
        "I4" => Value.Int(unchecked((int)source)),
        "I8" => Value.Long(unchecked((long)source)),
        "U1" => Value.Int(unchecked((byte)source)),
        "U2" => Value.Int(unchecked((ushort)source)),
        "U4" => Value.Int(unchecked((int)(uint)source)),
        "U8" => Value.Long(unchecked((long)(ulong)source)),
        _ => Value.Native(unchecked((long)source)),
    };

    private static Conversion? Parse(string name)
    {
        string[] words = name.Split('_');
        return words[0] == "Conv" && !words.Contains("R")
            ? new Conversion(words[1] == "Ovf" ? words[2] : words[1], words[1] == "Ovf", words[^1] == "Un")
            : null;
    }
}
