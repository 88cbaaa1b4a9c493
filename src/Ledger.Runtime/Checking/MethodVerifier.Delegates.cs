using Mono.Cecil.Cil;

namespace Ledger.Runtime;

/// <content>Delegates (ECMA-335 II.14.6, III.4.21).</content>
internal sealed partial class MethodVerifier
{
    private void LoadFunction(int place, Instruction instruction)
    {
        var isVirtual = instruction.OpCode.Code == Code.Ldvirtftn;
        var method = OperandMethod(instruction, out var owner, out var arguments);
        if (owner.Shape!.Origin != TypeOrigin.Package || method.IsConstructor || method.Definition!.IsRuntime)
        {
            throw new RefusalException(
                RuleIds.Delegate, $"it makes a delegate of {method}, which would not be charged; write a lambda that calls it");
        }

        if (isVirtual)
        {
            // The object decides which override it is, so it must be the object that the delegate gets.
            var target = _frame.Pop();
            if (place == 0 || _leaders[place] || _code[place - 1].OpCode.Code != Code.Dup || !method.HasThis ||
                !_relations.IsReference(target.Type) || !_relations.IsAssignable(target.Type, owner))
            {
                throw new RefusalException(RuleIds.Delegate, "it makes a delegate of a method of another object than it gives it");
            }
        }
        else if (method.IsAbstract)
        {
            throw new RefusalException(RuleIds.Delegate, $"it makes a delegate of {method}, which has no code");
        }

        _frame.Push(new Slot(IlType.Method, Target: new DelegateTarget(method, owner, arguments, isVirtual)));
    }

    private void NewDelegate(IlType type)
    {
        if (_frame.Pop() is not { Target: { } target })
        {
            throw new RefusalException(RuleIds.Delegate, "it makes a delegate of something that is no method");
        }

        CheckTarget(target, _frame.Pop());
        var invoke = DelegateSignature.Of(_universe, type);
        if (!DelegateSignature.Accepts(_relations, invoke, type, target))
        {
            throw new RefusalException(RuleIds.Delegate, $"it makes a {type} of {target.Method}, whose parameters or result differ");
        }

        _frame.Push(new Slot(type));
    }

    private void CheckTarget(DelegateTarget target, Slot receiver)
    {
        var fits = target.Method.HasThis switch
        {
            false => receiver.Type.Kind == IlKind.Null,
            true when target.Owner.Shape!.IsValueType =>
                receiver.Type.Kind == IlKind.Boxed && receiver.Type.Element.Equals(target.Owner),
            true => _relations.IsReference(receiver.Type) && _relations.IsAssignable(receiver.Type, target.Owner),
        };
        if (!fits)
        {
            throw new RefusalException(
                RuleIds.Delegate,
                $"it makes a delegate of {target.Method} with another object (an extension method, perhaps); write a lambda that calls it");
        }
    }
}
