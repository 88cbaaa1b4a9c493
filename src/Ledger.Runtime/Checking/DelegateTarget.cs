namespace Ledger.Runtime;

/// <summary>The method of a delegate that is being made.</summary>
/// <param name="Method">The method.</param>
/// <param name="Owner">The type it is taken from, with its arguments.</param>
/// <param name="Arguments">Its own type arguments.</param>
/// <param name="IsVirtual">Whether the object decides which override it is.</param>
internal sealed record DelegateTarget(MethodShape Method, IlType Owner, IlType[] Arguments, bool IsVirtual);
