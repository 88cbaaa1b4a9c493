namespace Ledger.Runtime;

/// <summary>A type parameter's constraints.</summary>
/// <param name="IsClass">Reference types only.</param>
/// <param name="IsStruct">Value types only.</param>
/// <param name="HasConstructor">Types with a public constructor without parameters.</param>
/// <param name="Types">Types that it derives from or implements.</param>
internal sealed record ParameterShape(bool IsClass, bool IsStruct, bool HasConstructor, IlType[] Types);
