namespace Ledger.Metering.Tests;

/// <summary>One running method of the interpreter.</summary>
internal sealed class Frame(Program program, Value[] arguments, Value[] locals)
{
    private readonly Stack<Value> _stack = new();

    public Program Program { get; } = program;

    public Value[] Arguments { get; } = arguments;

    public Value[] Locals { get; } = locals;

    /// <summary>Gas that the meter has not taken yet.</summary>
    public long Pending { get; set; }

    public void Push(Value value) => _stack.Push(value);

    public Value Pop() => _stack.Pop();

    public Value Peek() => _stack.Peek();

    public void Clear() => _stack.Clear();
}
