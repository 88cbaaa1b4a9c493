namespace Ledger.Runtime;

/// <summary>One parameter of a function, the call context not counted.</summary>
/// <param name="Name">As the author wrote it; for people.</param>
/// <param name="Kind">Its type.</param>
public sealed record ParameterManifest(string Name, ValueKind Kind);
