using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Ledger.Runtime;

/// <summary>
/// Stack that a function is charged while it runs: what its frame takes at most when it is compiled without
/// optimisation, where every intermediate result has a place of its own.
/// </summary>
internal static class FrameSizes
{
    /// <summary>Most bytes of one frame; functions with more are refused.</summary>
    public const int FrameSizeMax = 16 * 1024;

    /// <summary>Frames above this are not merged into their callers', which were charged without them.</summary>
    public const int InlineSizeMax = 384;

    // Return address, saved registers, alignment, and what the compiler adds.
    private const int Base = 128;

    // What the framework's and the SDK's code has on the stack when it calls back, for example in a sort.
    private const int CallBase = 512;

    /// <exception cref="MeteringException">The frame is too large.</exception>
    public static int Of(MethodBody body, TypeSizes sizes, InstructionCosts costs)
    {
        long bytes = Base + (8 * body.MaxStackSize);
        foreach (var parameter in body.Method.Parameters)
        {
            bytes += TypeSize.RoundUp(sizes.Of(parameter.ParameterType).Bytes, 8);
        }

        foreach (var local in body.Variables)
        {
            bytes += TypeSize.RoundUp(sizes.Of(local.VariableType).Bytes, 8);
        }

        var calls = false;
        foreach (var instruction in body.Instructions)
        {
            // Small results share registers and a few places; what is larger than that is counted one by one.
            var result = costs.Of(instruction).FrameBytes;
            bytes += result > 16 ? result : 0;
            calls |= instruction.Operand is MethodReference called &&
                called.DeclaringType.GetElementType() is not TypeDefinition;
        }

        bytes += calls ? CallBase : 0;
        return bytes <= FrameSizeMax
            ? (int)bytes
            : throw new MeteringException($"{body.Method.FullName} needs more than {FrameSizeMax} bytes of stack");
    }
}
