using Mono.Cecil;

namespace Ledger.Metering.Tests;

/// <summary>An object of a class of the package.</summary>
internal sealed record HeapObject(TypeDefinition Type, Value[] Fields);

/// <summary>An array.</summary>
internal sealed record HeapArray(TypeReference Element, Value[] Items);

/// <summary>A value in a box: one slot, so that a pointer can lead into it.</summary>
internal sealed record HeapBox(TypeReference Type, Value[] Slot);

/// <summary>A delegate.</summary>
internal sealed record HeapDelegate(Value Target, MethodDefinition Method);

/// <summary>A function pointer on its way into a delegate.</summary>
internal sealed record FunctionPointer(MethodDefinition Method);
