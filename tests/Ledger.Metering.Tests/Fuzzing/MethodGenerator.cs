using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Ledger.Metering.Tests;

/// <summary>
/// Fills a method with random statements that jump among each other at random: every kind of branch, loops without
/// end, nested finallies with several ways out. Everything it makes is verifiable.
/// </summary>
internal sealed partial class MethodGenerator
{
    private static readonly OpCode[] NumberBranches =
    [
        OpCodes.Beq, OpCodes.Bge, OpCodes.Bge_Un, OpCodes.Bgt, OpCodes.Bgt_Un, OpCodes.Ble, OpCodes.Ble_Un, OpCodes.Blt,
        OpCodes.Blt_Un, OpCodes.Bne_Un,
    ];

    private readonly World _world;
    private readonly Dice _dice;
    private readonly MethodDefinition _method;
    private readonly IList<MethodDefinition> _helpers;
    private readonly ILProcessor _il;
    private readonly VariableDefinition[] _longs;
    private readonly VariableDefinition[] _ints;
    private readonly VariableDefinition[] _nodes;
    private readonly VariableDefinition[] _longArrays;
    private readonly VariableDefinition _bytes;
    private readonly VariableDefinition _shorts;
    private readonly VariableDefinition _intArray;
    private readonly VariableDefinition _pairs;
    private readonly VariableDefinition _pair;
    private readonly VariableDefinition _text;
    private readonly VariableDefinition _box;
    private readonly VariableDefinition _list;
    private readonly int _size;

    public MethodGenerator(World world, Dice dice, MethodDefinition method, IList<MethodDefinition> helpers)
    {
        _world = world;
        _dice = dice;
        _method = method;
        _helpers = helpers;
        _il = method.Body.GetILProcessor();
        method.Body.InitLocals = true;
        var types = world.Types;
        _longs = [Local(types.Int64), Local(types.Int64), Local(types.Int64)];
        _ints = [Local(types.Int32), Local(types.Int32)];
        _nodes = [Local(world.Node), Local(world.Node)];
        _longArrays = [Local(new ArrayType(types.Int64)), Local(new ArrayType(types.Int64))];
        _bytes = Local(new ArrayType(types.Byte));
        _shorts = Local(new ArrayType(types.Int16));
        _intArray = Local(new ArrayType(types.Int32));
        _pairs = Local(new ArrayType(world.Pair));
        _pair = Local(world.Pair);
        _text = Local(types.String);
        _box = Local(types.Object);
        _list = Local(world.List);
        _size = 3 + dice.Below(8);
    }

    public void Generate()
    {
        foreach (var local in (VariableDefinition[])
            [.. _nodes, .. _longArrays, _bytes, _shorts, _intArray, _pairs, _text, _box, _list])
        {
            if (!_dice.OneIn(200))
            {
                Initialise(local);
                _il.Emit(OpCodes.Stloc, local);
            }
        }

        Block(0, []);
        Long(2);
        _il.Emit(OpCodes.Ret);
    }

    // From constants: an expression might use what is still null.
    private void Initialise(VariableDefinition local)
    {
        switch (local.VariableType)
        {
            case ArrayType array:
                _il.Emit(OpCodes.Ldc_I4, 4 + _dice.Below(20));
                _il.Emit(OpCodes.Newarr, array.ElementType);
                break;
            case TypeDefinition:
                _il.Emit(OpCodes.Ldc_I8, _dice.Number());
                _il.Emit(OpCodes.Newobj, (_dice.OneIn(2) ? _world.Leaf : _world.Node).Methods[0]);
                break;
            case GenericInstanceType:
                NewList();
                break;
            case var type when type == _world.Types.String:
                _il.Emit(OpCodes.Ldstr, "text");
                break;
            default:
                _il.Emit(OpCodes.Ldc_I8, _dice.Number());
                _il.Emit(OpCodes.Box, _world.Types.Int64);
                break;
        }
    }

    private VariableDefinition Local(TypeReference type)
    {
        var local = new VariableDefinition(type);
        _method.Body.Variables.Add(local);
        return local;
    }

    // Statements with a label each. Jumps stay inside; a leave may go to the labels of the blocks around a try.
    private void Block(int depth, IList<Instruction> outside)
    {
        var count = depth == 0 ? _size : 2 + _dice.Below(3);
        Instruction[] labels = [.. Enumerable.Range(0, count + 1).Select(_ => Instruction.Create(OpCodes.Nop))];
        for (var i = 0; i < count; i++)
        {
            _il.Append(labels[i]);
            switch (_dice.Below(10))
            {
                case 0 or 1:
                    Branch(labels);
                    break;
                case 2 when depth < 3:
                    TryFinally(depth + 1, [.. outside, .. labels]);
                    break;
                default:
                    Statement();
                    break;
            }
        }

        _il.Append(labels[count]);
        if (outside.Count > 0 && depth > 0)
        {
            _il.Emit(OpCodes.Leave, _dice.Pick(outside));
        }
    }

    private void TryFinally(int depth, Instruction[] outside)
    {
        var tryStart = Instruction.Create(OpCodes.Nop);
        _il.Append(tryStart);
        Block(depth, outside);
        var handlerStart = Instruction.Create(OpCodes.Nop);
        _il.Append(handlerStart);
        Block(depth, []);
        _il.Emit(OpCodes.Endfinally);
        var end = Instruction.Create(OpCodes.Nop);
        _il.Append(end);
        _method.Body.ExceptionHandlers.Add(new ExceptionHandler(ExceptionHandlerType.Finally)
        {
            TryStart = tryStart, TryEnd = handlerStart, HandlerStart = handlerStart, HandlerEnd = end,
        });
    }

    private void Branch(Instruction[] labels)
    {
        switch (_dice.Below(6))
        {
            case 0:
                Int(2);
                _il.Emit(OpCodes.Switch, Enumerable.Range(0, 1 + _dice.Below(4)).Select(_ => _dice.Pick(labels)).ToArray());
                break;
            case 1:
                Int(2);
                _il.Emit(_dice.OneIn(2) ? OpCodes.Brtrue : OpCodes.Brfalse, _dice.Pick(labels));
                break;
            case 2:
                Node(1);
                _il.Emit(_dice.OneIn(2) ? OpCodes.Brtrue : OpCodes.Brfalse, _dice.Pick(labels));
                break;
            case 3:
                Int(2);
                Int(2);
                _il.Emit(_dice.Pick(NumberBranches), _dice.Pick(labels));
                break;
            case 4:
                Long(2);
                Long(2);
                _il.Emit(_dice.Pick(NumberBranches), _dice.Pick(labels));
                break;
            default:
                // A jump that is always taken leaves the next statement to others.
                _il.Emit(OpCodes.Br, _dice.Pick(labels));
                break;
        }
    }
}
