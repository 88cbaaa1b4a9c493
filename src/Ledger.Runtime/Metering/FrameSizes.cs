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

    /// <summary>
    /// Functions with larger frames are never merged into their callers by the compiler: the callers were charged
    /// without them.
    /// </summary>
    private const int InlineSizeMax = Base + InlineRoom;

    // For each call of a function of the package, which the compiler may merge into this one.
    private const int InlineRoom = 64;

    // Return address, saved registers, alignment, and what the compiler adds.
    private const int Base = 128;

    // What the framework's and the SDK's code has on the stack when it calls back, for example in a sort.
    private const int CallBase = 512;

    /// <summary>The frame of a function.</summary>
    /// <param name="body">Its body as its author's compiler made it.</param>
    /// <param name="sizes">Sizes of types.</param>
    /// <param name="costs">Costs, which tell the sizes of results.</param>
    /// <param name="mayInline">Whether the compiler may merge it into callers.</param>
    /// <returns>Bytes that it is charged.</returns>
    /// <exception cref="MeteringException">The frame is too large.</exception>
    public static int Of(MethodBody body, TypeSizes sizes, InstructionCosts costs, out bool mayInline)
    {
        var bytes = Own(body, sizes, costs, out var callsOut);
        mayInline = bytes <= InlineSizeMax;
        bytes += callsOut ? CallBase : 0;
        return bytes <= FrameSizeMax
            ? (int)bytes
            : throw new MeteringException($"{body.Method.FullName} needs more than {FrameSizeMax} bytes of stack");
    }

    private static long Own(MethodBody body, TypeSizes sizes, InstructionCosts costs, out bool callsOut)
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

        callsOut = false;
        foreach (var instruction in body.Instructions)
        {
            // Small results share registers and a few places; what is larger than that is counted one by one.
            var result = costs.Of(instruction).FrameBytes;
            bytes += result > 16 ? result : 0;
            if (instruction.Operand is MethodReference called)
            {
                var isOwn = called.DeclaringType.GetElementType() is TypeDefinition;
                bytes += isOwn ? InlineRoom : 0;
                callsOut |= !isOwn;
            }
        }

        return bytes;
    }
}
