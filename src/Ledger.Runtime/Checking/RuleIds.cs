namespace Ledger.Runtime;

/// <summary>
/// Names of the rules that a <see cref="PackageFlaw"/> may name. docs/chaincode-rules.md explains each; the rules' data may name
/// further ones of the same kind.
/// </summary>
internal static class RuleIds
{
    public const string Malformed = "malformed";
    public const string Bounds = "bounds";
    public const string File = "file";
    public const string Assembly = "assembly";
    public const string Type = "type";
    public const string Member = "member";
    public const string Instruction = "instruction";
    public const string Attribute = "attribute";
    public const string Namespace = "namespace";
    public const string FloatingPoint = "floating-point";
    public const string Pointer = "pointer";
    public const string ByRefLike = "span";
    public const string StackMemory = "stack-memory";
    public const string FunctionPointer = "function-pointer";
    public const string NativeCode = "native-code";
    public const string Catch = "catch";
    public const string Region = "region";
    public const string StaticState = "static-state";
    public const string StaticConstructor = "static-constructor";
    public const string Layout = "layout";
    public const string Finalizer = "finalizer";
    public const string Thread = "thread";
    public const string HashCode = "hash-code";
    public const string Text = "to-string";
    public const string Identity = "identity";
    public const string Delegate = "delegate";
    public const string Access = "access";
    public const string ReadOnly = "read-only";
    public const string Escape = "escape";
    public const string Stack = "stack";
    public const string Branch = "branch";
    public const string Recursion = "generic-recursion";
    public const string Constraint = "constraint";
    public const string Locals = "locals";
    public const string Shift = "shift";
    public const string Boolean = "boolean";
    public const string Array = "array";
    public const string Inheritance = "inheritance";
    public const string Iterator = "iterator";
    public const string Contract = "contract";
}
