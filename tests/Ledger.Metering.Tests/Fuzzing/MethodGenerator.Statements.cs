using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Ledger.Metering.Tests;

/// <summary>Statements: they leave the stack as they found it.</summary>
internal sealed partial class MethodGenerator
{
    private void Statement()
    {
        switch (_dice.Below(16))
        {
            case 0 or 1 or 2:
                Long(3);
                _il.Emit(OpCodes.Stloc, _dice.Pick(_longs));
                break;
            case 3 or 4:
                Int(3);
                _il.Emit(OpCodes.Stloc, _dice.Pick(_ints));
                break;
            case 5:
                Assign(_dice.Pick(
                    [.. _nodes, .. _longArrays, _bytes, _shorts, _intArray, _pairs, _text, _box, _list, _pair]));
                break;
            case 6:
                LongArray();
                Index();
                Long(2);
                _il.Emit(OpCodes.Stelem_I8);
                break;
            case 7:
                var (array, store) = _dice.Pick(
                    [(_bytes, OpCodes.Stelem_I1), (_shorts, OpCodes.Stelem_I2), (_intArray, OpCodes.Stelem_I4)]);
                _il.Emit(OpCodes.Ldloc, array);
                Index();
                Int(2);
                _il.Emit(store);
                break;
            case 8:
                SetField();
                break;
            case 9:
                _il.Emit(OpCodes.Ldloca, _pair);
                SetPairField();
                break;
            case 10:
                _il.Emit(OpCodes.Ldloc, _pairs);
                Index();
                _il.Emit(OpCodes.Ldelema, _world.Pair);
                SetPairField();
                break;
            case 11:
                _il.Emit(OpCodes.Ldloc, _list);
                Long(1);
                _il.Emit(OpCodes.Callvirt, _world.OfList("Add", false, 0, true));
                break;
            case 12:
                _il.Emit(OpCodes.Ldloc, _list);
                _il.Emit(OpCodes.Ldc_I4, _dice.Below(2));
                Long(1);
                _il.Emit(OpCodes.Callvirt, _world.OfList("Insert", false, 1, true));
                break;
            case 13:
                Indirect();
                break;
            case 14 when _dice.OneIn(20):
                _il.Emit(OpCodes.Newobj, _world.Foreign(_world.Failure, ".ctor", _world.Types.Void, true));
                _il.Emit(OpCodes.Throw);
                break;
            default:
                Long(3);
                _il.Emit(OpCodes.Starg, _method.Parameters[0]);
                break;
        }
    }

    private void Assign(VariableDefinition local)
    {
        var types = _world.Types;
        if (local.VariableType is ArrayType array)
        {
            Count();
            _il.Emit(OpCodes.Newarr, array.ElementType);
        }
        else if (local.VariableType == _world.Node)
        {
            Node(2);
        }
        else if (local.VariableType == types.String)
        {
            Text();
        }
        else if (local.VariableType == types.Object)
        {
            Boxed();
        }
        else if (local.VariableType == _world.List)
        {
            NewList();
        }
        else
        {
            Pair();
        }

        _il.Emit(OpCodes.Stloc, local);
    }

    private void NewList()
    {
        _il.Emit(OpCodes.Newobj, _world.OfList(".ctor", false, 0, false));
        for (var i = 0; i < 4; i++)
        {
            _il.Emit(OpCodes.Dup);
            _il.Emit(OpCodes.Ldc_I8, _dice.Number());
            _il.Emit(OpCodes.Callvirt, _world.OfList("Add", false, 0, true));
        }
    }

    private void SetField()
    {
        Node(1);
        switch (_dice.Below(5))
        {
            case 0:
                Long(2);
                _il.Emit(OpCodes.Stfld, _world.Node.Fields[0]);
                break;
            case 1:
                Int(2);
                _il.Emit(OpCodes.Stfld, _world.Node.Fields[1]);
                break;
            case 2:
                Node(1);
                _il.Emit(OpCodes.Stfld, _world.Node.Fields[2]);
                break;
            case 3:
                LongArray();
                _il.Emit(OpCodes.Stfld, _world.Node.Fields[3]);
                break;
            default:
                Pair();
                _il.Emit(OpCodes.Stfld, _world.Node.Fields[4]);
                break;
        }
    }

    private void SetPairField()
    {
        var field = _dice.Pick(_world.Pair.Fields);
        if (field.FieldType == _world.Types.Int64)
        {
            Long(2);
        }
        else
        {
            Int(2);
        }

        _il.Emit(OpCodes.Stfld, field);
    }

    private void Indirect()
    {
        switch (_dice.Below(4))
        {
            case 0:
                _il.Emit(OpCodes.Ldloca, _dice.Pick(_longs));
                Long(2);
                _il.Emit(OpCodes.Stind_I8);
                break;
            case 1:
                _il.Emit(OpCodes.Ldloca, _dice.Pick(_ints));
                Int(2);
                _il.Emit(OpCodes.Stind_I4);
                break;
            case 2:
                _il.Emit(OpCodes.Ldloca, _pair);
                _il.Emit(OpCodes.Initobj, _world.Pair);
                break;
            default:
                _il.Emit(OpCodes.Ldloca, _pair);
                Pair();
                _il.Emit(OpCodes.Stobj, _world.Pair);
                break;
        }
    }
}
