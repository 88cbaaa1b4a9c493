using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Ledger.Metering.Tests;

/// <summary>Objects, boxes, delegates and calls.</summary>
internal sealed partial class Machine
{
    private void Objects(Frame frame, Instruction instruction)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Newarr:
                NewArray(frame, (TypeReference)instruction.Operand);
                break;
            case Code.Box:
                var type = (TypeReference)instruction.Operand;
                frame.Push(Value.Of(new HeapBox(type, [Store(type, frame.Pop())])));
                break;
            case Code.Unbox_Any:
                var boxed = frame.Pop().Reference ?? throw new NullReferenceException();
                frame.Push(Is(boxed, (TypeReference)instruction.Operand)
                    ? ((HeapBox)boxed).Slot[0].Copy()
                    : throw new InvalidCastException());
                break;
            case Code.Isinst or Code.Castclass:
                var value = frame.Pop();
                if (value.Reference == null || Is(value.Reference, (TypeReference)instruction.Operand))
                {
                    frame.Push(value);
                    break;
                }

                frame.Push(instruction.OpCode.Code == Code.Isinst ? Value.Null : throw new InvalidCastException());
                break;
            case Code.Ldftn:
                frame.Push(Value.Of(new FunctionPointer((MethodDefinition)instruction.Operand)));
                break;
            case Code.Ldvirtftn:
                var owner = frame.Pop().Reference as HeapObject ?? throw new NullReferenceException();
                frame.Push(Value.Of(new FunctionPointer(Override(owner.Type, (MethodDefinition)instruction.Operand))));
                break;
            case Code.Newobj:
                New(frame, (MethodReference)instruction.Operand);
                break;
            case Code.Call or Code.Callvirt:
                Call(frame, instruction);
                break;
            default:
                throw new NotSupportedException(instruction.ToString());
        }
    }

    private void NewArray(Frame frame, TypeReference element)
    {
        var count = checked((int)frame.Pop().Bits);
        if (count > 0)
        {
            var bytes = (long)count * _sizes.Of(element).Bytes;
            Counters.Memory(bytes);
            Counters.Gas(bytes / 8);
        }

        if (count < 0)
        {
            throw new OverflowException();
        }

        var items = new Value[count];
        for (var i = 0; i < count; i++)
        {
            items[i] = Zero(element);
        }

        frame.Push(Value.Of(new HeapArray(element, items)));
    }

    private static bool Is(object value, TypeReference type)
    {
        switch (value)
        {
            case HeapBox box:
                return box.Type.FullName == type.FullName || type.FullName == "System.Object";
            case HeapObject one:
                for (TypeReference? t = one.Type; t != null; t = (t as TypeDefinition)?.BaseType)
                {
                    if (t == type || t.FullName == type.FullName ||
                        (t as TypeDefinition)?.Interfaces.Any(i => i.InterfaceType == type) == true)
                    {
                        return true;
                    }
                }

                return false;
            default:
                return type.FullName == "System.Object" || (value is string && type.FullName == "System.String");
        }
    }

    private void New(Frame frame, MethodReference constructor)
    {
        if (constructor is not MethodDefinition method)
        {
            frame.Push(Foreign(frame, constructor, true));
            return;
        }

        if (method.DeclaringType.BaseType.FullName == "System.MulticastDelegate")
        {
            var function = (FunctionPointer)frame.Pop().Reference!;
            frame.Push(Value.Of(new HeapDelegate(frame.Pop(), function.Method)));
            return;
        }

        var arguments = PopArguments(frame, method.Parameters.Count, 1);
        if (method.DeclaringType.IsValueType)
        {
            Value[] slot = [Zero(method.DeclaringType)];
            arguments[0] = Value.Pointer(slot, 0);
            Invoke(method, arguments);
            frame.Push(slot[0]);
            return;
        }

        Value[] fields = [.. InstanceFields(method.DeclaringType).Select(f => Zero(f.FieldType))];
        var made = Value.Of(new HeapObject(method.DeclaringType, fields));
        arguments[0] = made;
        Invoke(method, arguments);
        frame.Push(made);
    }

    private void Call(Frame frame, Instruction instruction)
    {
        var called = (MethodReference)instruction.Operand;
        if (called.DeclaringType is not TypeDefinition)
        {
            var given = Foreign(frame, called, false);
            if (called.ReturnType.MetadataType != MetadataType.Void)
            {
                frame.Push(given);
            }

            return;
        }

        var method = (MethodDefinition)called;
        var arguments = PopArguments(frame, method.Parameters.Count + (method.HasThis ? 1 : 0), 0);
        if (method.HasThis && arguments[0].Kind == ValueKind.Reference && arguments[0].Reference == null)
        {
            throw new NullReferenceException();
        }

        if (method.HasThis && arguments[0].Reference is HeapDelegate invoked)
        {
            method = invoked.Method;
            arguments = invoked.Method.HasThis ? [invoked.Target, .. arguments[1..]] : arguments[1..];
        }
        else if (instruction.OpCode.Code == Code.Callvirt && method.IsVirtual)
        {
            method = Override(((HeapObject)arguments[0].Reference!).Type, method);
        }

        var result = Invoke(method, arguments);
        if (method.ReturnType.MetadataType != MetadataType.Void)
        {
            frame.Push(result);
        }
    }

    private static MethodDefinition Override(TypeDefinition type, MethodDefinition method)
    {
        for (var t = type; t != null; t = t.BaseType as TypeDefinition)
        {
            var found = t.Methods.FirstOrDefault(m => m.IsVirtual && m.Name == method.Name);
            if (found is { IsAbstract: false })
            {
                return found;
            }
        }

        return method;
    }

    private static Value[] PopArguments(Frame frame, int count, int before)
    {
        var arguments = new Value[before + count];
        for (var i = arguments.Length - 1; i >= before; i--)
        {
            arguments[i] = frame.Pop();
        }

        return arguments;
    }
}
