using Mono.Cecil.Cil;

namespace Ledger.Metering.Tests;

/// <summary>Numbers: ECMA-335 III.1.5 and the instructions of III.3 that compute and compare.</summary>
internal sealed partial class Machine
{
    private static bool Arithmetic(Frame frame, Code code)
    {
        switch (code)
        {
            case Code.Add or Code.Sub or Code.Mul or Code.Div or Code.Div_Un or Code.Rem or Code.Rem_Un or Code.And or
                Code.Or or Code.Xor or Code.Add_Ovf or Code.Add_Ovf_Un or Code.Sub_Ovf or Code.Sub_Ovf_Un or
                Code.Mul_Ovf or Code.Mul_Ovf_Un:
                var right = frame.Pop();
                var left = frame.Pop();
                frame.Push(left.Kind == ValueKind.Int
                    ? Value.Int(Compute(code, unchecked((int)left.Bits), unchecked((int)right.Bits)))
                    : new Value(left.Kind, Compute(code, left.Bits, right.Bits), null));
                return true;
            case Code.Shl or Code.Shr or Code.Shr_Un:
                var count = unchecked((int)frame.Pop().Bits);
                var shifted = frame.Pop();
                frame.Push(shifted.Kind == ValueKind.Int
                    ? Value.Int(Shift(code, unchecked((int)shifted.Bits), count))
                    : Value.Long(Shift(code, shifted.Bits, count)));
                return true;
            case Code.Neg:
                frame.Push(Same(frame.Pop(), static v => unchecked(-v)));
                return true;
            case Code.Not:
                frame.Push(Same(frame.Pop(), static v => ~v));
                return true;
            case Code.Ceq or Code.Cgt or Code.Cgt_Un or Code.Clt or Code.Clt_Un:
                var b = frame.Pop();
                var a = frame.Pop();
                frame.Push(Value.Int(Compare(code switch
                {
                    Code.Ceq => Code.Beq,
                    Code.Cgt => Code.Bgt,
                    Code.Cgt_Un => Code.Bgt_Un,
                    Code.Clt => Code.Blt,
                    _ => Code.Blt_Un,
                }, a, b) ? 1 : 0));
                return true;
            default:
                if (!Conversion.IsOne(code))
                {
                    return false;
                }

                frame.Push(Conversion.Of(code).Apply(frame.Pop()));
                return true;
        }
    }

    private static bool Holds(Frame frame, Code code)
    {
        var right = frame.Pop();
        switch (code)
        {
            case Code.Brtrue:
                return right.Bits != 0 || right.Reference != null;
            case Code.Brfalse:
                return right.Bits == 0 && right.Reference == null;
            default:
                return Compare(code, frame.Pop(), right);
        }
    }

    private static bool Compare(Code code, Value a, Value b)
    {
        if (a.Kind == ValueKind.Reference)
        {
            var same = ReferenceEquals(a.Reference, b.Reference);
            return code == Code.Beq ? same : !same;
        }

        // Sign extension keeps the order of unsigned 32-bit numbers among themselves.
        var (x, y) = unchecked(((ulong)a.Bits, (ulong)b.Bits));
        return code switch
        {
            Code.Beq => a.Bits == b.Bits,
            Code.Bne_Un => a.Bits != b.Bits,
            Code.Bge => a.Bits >= b.Bits,
            Code.Bgt => a.Bits > b.Bits,
            Code.Ble => a.Bits <= b.Bits,
            Code.Blt => a.Bits < b.Bits,
            Code.Bge_Un => x >= y,
            Code.Bgt_Un => x > y,
            Code.Ble_Un => x <= y,
            Code.Blt_Un => x < y,
            _ => throw new NotSupportedException(code.ToString()),
        };
    }

    private static int Compute(Code code, int a, int b) => code switch
    {
        Code.Add => unchecked(a + b),
        Code.Sub => unchecked(a - b),
        Code.Mul => unchecked(a * b),
        Code.Add_Ovf => checked(a + b),
        Code.Sub_Ovf => checked(a - b),
        Code.Mul_Ovf => checked(a * b),
        Code.Add_Ovf_Un => unchecked((int)checked(unchecked((uint)a) + unchecked((uint)b))),
        Code.Sub_Ovf_Un => unchecked((int)checked(unchecked((uint)a) - unchecked((uint)b))),
        Code.Mul_Ovf_Un => unchecked((int)checked(unchecked((uint)a) * unchecked((uint)b))),
        Code.Div => a / b,
        Code.Rem => b == -1 && a == int.MinValue ? throw new OverflowException() : a % b,
        Code.Div_Un => unchecked((int)((uint)a / (uint)b)),
        Code.Rem_Un => unchecked((int)((uint)a % (uint)b)),
        Code.And => a & b,
        Code.Or => a | b,
        _ => a ^ b,
    };

    private static long Compute(Code code, long a, long b) => code switch
    {
        Code.Add => unchecked(a + b),
        Code.Sub => unchecked(a - b),
        Code.Mul => unchecked(a * b),
        Code.Add_Ovf => checked(a + b),
        Code.Sub_Ovf => checked(a - b),
        Code.Mul_Ovf => checked(a * b),
        Code.Add_Ovf_Un => unchecked((long)checked(unchecked((ulong)a) + unchecked((ulong)b))),
        Code.Sub_Ovf_Un => unchecked((long)checked(unchecked((ulong)a) - unchecked((ulong)b))),
        Code.Mul_Ovf_Un => unchecked((long)checked(unchecked((ulong)a) * unchecked((ulong)b))),
        Code.Div => a / b,
        Code.Rem => b == -1 && a == long.MinValue ? throw new OverflowException() : a % b,
        Code.Div_Un => unchecked((long)((ulong)a / (ulong)b)),
        Code.Rem_Un => unchecked((long)((ulong)a % (ulong)b)),
        Code.And => a & b,
        Code.Or => a | b,
        _ => a ^ b,
    };

    private static int Shift(Code code, int value, int count) => code switch
    {
        Code.Shl => value << count,
        Code.Shr => value >> count,
        _ => value >>> count,
    };

    private static long Shift(Code code, long value, int count) => code switch
    {
        Code.Shl => value << count,
        Code.Shr => value >> count,
        _ => value >>> count,
    };

    private static Value Same(Value value, Func<long, long> change) => value.Kind == ValueKind.Int
        ? Value.Int(unchecked((int)change(value.Bits)))
        : value with { Bits = change(value.Bits) };
}
