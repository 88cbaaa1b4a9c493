using Mono.Cecil.Cil;

namespace Ledger.Metering.Tests;

/// <summary>Expressions: they leave one value on the stack.</summary>
internal sealed partial class MethodGenerator
{
    private static readonly OpCode[] Arithmetic =
    [
        OpCodes.Add, OpCodes.Sub, OpCodes.Mul, OpCodes.And, OpCodes.Or, OpCodes.Xor, OpCodes.Add_Ovf, OpCodes.Sub_Ovf,
        OpCodes.Mul_Ovf, OpCodes.Add_Ovf_Un, OpCodes.Sub_Ovf_Un, OpCodes.Mul_Ovf_Un, OpCodes.Div, OpCodes.Div_Un,
        OpCodes.Rem, OpCodes.Rem_Un,
    ];

    private static readonly OpCode[] SafeArithmetic =
        [OpCodes.Add, OpCodes.Sub, OpCodes.Mul, OpCodes.And, OpCodes.Or, OpCodes.Xor];

    private static readonly OpCode[] Comparisons =
        [OpCodes.Ceq, OpCodes.Cgt, OpCodes.Cgt_Un, OpCodes.Clt, OpCodes.Clt_Un];

    private static readonly OpCode[] Shifts = [OpCodes.Shl, OpCodes.Shr, OpCodes.Shr_Un];

    private static readonly OpCode[] ToInt =
    [
        OpCodes.Conv_I1, OpCodes.Conv_I2, OpCodes.Conv_I4, OpCodes.Conv_U1, OpCodes.Conv_U2, OpCodes.Conv_U4,
        OpCodes.Conv_Ovf_I1, OpCodes.Conv_Ovf_I2, OpCodes.Conv_Ovf_I4, OpCodes.Conv_Ovf_U1, OpCodes.Conv_Ovf_U2,
        OpCodes.Conv_Ovf_U4, OpCodes.Conv_Ovf_I1_Un, OpCodes.Conv_Ovf_I2_Un, OpCodes.Conv_Ovf_I4_Un,
        OpCodes.Conv_Ovf_U1_Un, OpCodes.Conv_Ovf_U2_Un, OpCodes.Conv_Ovf_U4_Un,
    ];

    private static readonly OpCode[] SafeToInt =
        [OpCodes.Conv_I1, OpCodes.Conv_I2, OpCodes.Conv_I4, OpCodes.Conv_U1, OpCodes.Conv_U2, OpCodes.Conv_U4];

    private static readonly OpCode[] ToLong =
    [
        OpCodes.Conv_I8, OpCodes.Conv_U8, OpCodes.Conv_Ovf_I8, OpCodes.Conv_Ovf_U8, OpCodes.Conv_Ovf_I8_Un,
        OpCodes.Conv_Ovf_U8_Un,
    ];

    // Programs in which everything may fail end before they do anything.
    private OpCode AnyArithmetic => _dice.OneIn(12) ? _dice.Pick(Arithmetic) : _dice.Pick(SafeArithmetic);

    private void Long(int depth)
    {
        switch (depth == 0 ? _dice.Below(3) : _dice.Below(20))
        {
            case 0:
                _il.Emit(OpCodes.Ldc_I8, _dice.Number());
                break;
            case 1:
                _il.Emit(OpCodes.Ldarg, _dice.Pick(_method.Parameters));
                break;
            case 2:
                _il.Emit(OpCodes.Ldloc, _dice.Pick(_longs));
                break;
            case 3 or 4 or 5 or 6:
                Long(depth - 1);
                Long(depth - 1);
                _il.Emit(AnyArithmetic);
                break;
            case 7:
                Long(depth - 1);
                Shift(depth, 63);
                break;
            case 8:
                Int(depth - 1);
                _il.Emit(_dice.OneIn(8) ? _dice.Pick(ToLong) : OpCodes.Conv_I8);
                break;
            case 9:
                Long(depth - 1);
                _il.Emit(_dice.OneIn(2) ? OpCodes.Neg : OpCodes.Not);
                break;
            case 10:
                LongArray();
                Index();
                _il.Emit(OpCodes.Ldelem_I8);
                break;
            case 11:
                Node(depth - 1);
                _il.Emit(OpCodes.Ldfld, _world.Node.Fields[0]);
                break;
            case 12:
                Long(depth - 1);
                Long(depth - 1);
                _il.Emit(OpCodes.Call, _dice.Pick(_helpers));
                break;
            case 13:
                Node(depth - 1);
                Long(depth - 1);
                _il.Emit(OpCodes.Callvirt, _world.Node.Methods[1]);
                break;
            case 14:
                _il.Emit(OpCodes.Ldloc, _box);
                _il.Emit(OpCodes.Unbox_Any, _world.Types.Int64);
                break;
            case 15:
                _il.Emit(OpCodes.Ldloca, _pair);
                _il.Emit(OpCodes.Ldfld, _world.Pair.Fields[0]);
                break;
            case 16:
                _il.Emit(OpCodes.Ldloc, _list);
                Index();
                _il.Emit(OpCodes.Callvirt, _world.OfList("get_Item", true, 1, false));
                break;
            case 17:
                Long(depth - 1);
                Long(depth - 1);
                _il.Emit(OpCodes.Call, _world.Foreign(
                    _world.Math, "Max", _world.Types.Int64, false, _world.Types.Int64, _world.Types.Int64));
                break;
            case 18:
                Node(0);
                _il.Emit(OpCodes.Dup);
                _il.Emit(OpCodes.Ldvirtftn, _world.Node.Methods[1]);
                _il.Emit(OpCodes.Newobj, _world.Map.Methods[0]);
                Long(depth - 1);
                _il.Emit(OpCodes.Callvirt, _world.Map.Methods[1]);
                break;
            default:
                _il.Emit(OpCodes.Ldloca, _dice.Pick(_longs));
                _il.Emit(OpCodes.Ldind_I8);
                break;
        }
    }

    private void Int(int depth)
    {
        switch (depth == 0 ? _dice.Below(2) : _dice.Below(16))
        {
            case 0:
                _il.Emit(OpCodes.Ldc_I4, unchecked((int)_dice.Number()));
                break;
            case 1:
                _il.Emit(OpCodes.Ldloc, _dice.Pick(_ints));
                break;
            case 2 or 3 or 4:
                Int(depth - 1);
                Int(depth - 1);
                _il.Emit(AnyArithmetic);
                break;
            case 5:
                Int(depth - 1);
                Shift(depth, 31);
                break;
            case 6:
                Long(depth - 1);
                _il.Emit(_dice.OneIn(12) ? _dice.Pick(ToInt) : _dice.Pick(SafeToInt));
                break;
            case 7:
                Long(depth - 1);
                Long(depth - 1);
                _il.Emit(_dice.Pick(Comparisons));
                break;
            case 8:
                Int(depth - 1);
                Int(depth - 1);
                _il.Emit(_dice.Pick(Comparisons));
                break;
            case 9:
                var (array, load) = _dice.Pick(
                [
                    (_bytes, OpCodes.Ldelem_U1), (_shorts, OpCodes.Ldelem_I2), (_intArray, OpCodes.Ldelem_I4),
                    (_bytes, OpCodes.Ldelem_U1),
                ]);
                _il.Emit(OpCodes.Ldloc, array);
                Index();
                _il.Emit(load);
                break;
            case 10:
                LongArray();
                _il.Emit(OpCodes.Ldlen);
                _il.Emit(OpCodes.Conv_I4);
                break;
            case 11:
                Node(depth - 1);
                _il.Emit(OpCodes.Ldfld, _world.Node.Fields[1]);
                break;
            case 12:
                _il.Emit(OpCodes.Ldloc, _pairs);
                Index();
                _il.Emit(OpCodes.Ldelem_Any, _world.Pair);
                _il.Emit(OpCodes.Ldfld, _world.Pair.Fields[1 + _dice.Below(3)]);
                break;
            case 13:
                Text();
                _il.Emit(OpCodes.Callvirt, _world.Foreign(_world.Types.String, "get_Length", _world.Types.Int32, true));
                break;
            case 14:
                Node(1);
                _il.Emit(OpCodes.Isinst, _world.Leaf);
                _il.Emit(OpCodes.Ldnull);
                _il.Emit(OpCodes.Cgt_Un);
                break;
            default:
                _il.Emit(OpCodes.Ldloc, _list);
                _il.Emit(OpCodes.Callvirt, _world.OfList("get_Count", false, 0, false));
                break;
        }
    }

    // What a shift by more than the width gives is up to the machine, so the checker refuses it; C# masks.
    private void Shift(int depth, int mask)
    {
        Int(depth - 1);
        _il.Emit(OpCodes.Ldc_I4, mask);
        _il.Emit(OpCodes.And);
        _il.Emit(_dice.Pick(Shifts));
    }

    private void Node(int depth)
    {
        switch (depth <= 0 ? _dice.Below(2) : _dice.Below(7))
        {
            case 0 or 1:
                _il.Emit(OpCodes.Ldloc, _dice.Pick(_nodes));
                break;
            case 2 when _dice.OneIn(12):
                _il.Emit(OpCodes.Ldnull);
                break;
            case 3:
                Node(depth - 1);
                _il.Emit(OpCodes.Ldfld, _world.Node.Fields[2]);
                break;
            case 4 when _dice.OneIn(8):
                Node(depth - 1);
                _il.Emit(OpCodes.Castclass, _world.Leaf);
                break;
            default:
                Long(depth - 1);
                _il.Emit(OpCodes.Newobj, (_dice.OneIn(2) ? _world.Leaf : _world.Node).Methods[0]);
                break;
        }
    }

    private void LongArray()
    {
        if (_dice.OneIn(6))
        {
            Node(0);
            _il.Emit(OpCodes.Ldfld, _world.Node.Fields[3]);
            return;
        }

        _il.Emit(OpCodes.Ldloc, _dice.Pick(_longArrays));
    }

    // Mostly within the shortest array.
    private void Index()
    {
        Int(1);
        if (!_dice.OneIn(60))
        {
            _il.Emit(OpCodes.Ldc_I4, 3);
            _il.Emit(OpCodes.And);
        }
    }

    // Lengths of arrays: mostly small, sometimes negative or more than there is memory for.
    private void Count()
    {
        if (_dice.OneIn(60))
        {
            Int(1);
            return;
        }

        if (_dice.OneIn(4))
        {
            Long(1);
            _il.Emit(OpCodes.Ldc_I8, 7L);
            _il.Emit(OpCodes.And);
            _il.Emit(OpCodes.Ldc_I8, 4L);
            _il.Emit(OpCodes.Or);
            _il.Emit(OpCodes.Conv_Ovf_I);
            return;
        }

        _il.Emit(OpCodes.Ldc_I4, 4 + _dice.Below(20));
    }

    private void Pair()
    {
        switch (_dice.Below(3))
        {
            case 0:
                _il.Emit(OpCodes.Ldloc, _pair);
                break;
            case 1:
                _il.Emit(OpCodes.Ldloc, _pairs);
                Index();
                _il.Emit(OpCodes.Ldelem_Any, _world.Pair);
                break;
            default:
                Node(0);
                _il.Emit(OpCodes.Ldfld, _world.Node.Fields[4]);
                break;
        }
    }

    private void Boxed()
    {
        if (_dice.OneIn(40))
        {
            Int(1);
            _il.Emit(OpCodes.Box, _world.Types.Int32);
            return;
        }

        Long(1);
        _il.Emit(OpCodes.Box, _world.Types.Int64);
    }

    private void Text()
    {
        var text = _world.Types.String;
        switch (_dice.Below(3))
        {
            case 0:
                _il.Emit(OpCodes.Ldstr, new string('x', _dice.Below(40)));
                break;
            case 1:
                _il.Emit(OpCodes.Ldloc, _text);
                break;
            default:
                _il.Emit(OpCodes.Ldloc, _text);
                _il.Emit(OpCodes.Ldstr, new string('y', _dice.Below(20)));
                _il.Emit(OpCodes.Call, _world.Foreign(text, "Concat", text, false, text, text));
                break;
        }
    }
}
