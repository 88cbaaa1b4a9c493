namespace Ledger.Metering.Tests;

/// <summary>
/// What a stack slot, local, field or element holds in the interpreter. Integers are in <see cref="Bits"/>, 32-bit ones
/// sign-extended; a struct is an array of its fields, copied whenever it is loaded.
/// </summary>
internal readonly record struct Value(ValueKind Kind, long Bits, object? Reference)
{
    public static readonly Value Null = new(ValueKind.Reference, 0, null);

    public static Value Int(int value) => new(ValueKind.Int, value, null);

    public static Value Long(long value) => new(ValueKind.Long, value, null);

    public static Value Native(long value) => new(ValueKind.Native, value, null);

    public static Value Of(object? reference) => new(ValueKind.Reference, 0, reference);

    public static Value Struct(Value[] fields) => new(ValueKind.Struct, 0, fields);

    public static Value Pointer(Value[] slots, int index) => new(ValueKind.Pointer, index, slots);

    /// <summary>A value that shares nothing with this one.</summary>
    public Value Copy()
    {
        if (Kind != ValueKind.Struct)
        {
            return this;
        }

        var fields = (Value[])Reference!;
        var copies = new Value[fields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            copies[i] = fields[i].Copy();
        }

        return Struct(copies);
    }
}
