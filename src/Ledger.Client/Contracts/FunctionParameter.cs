namespace Ledger.Client;

/// <summary>One parameter of a contract's function.</summary>
/// <param name="Name">As the author wrote it.</param>
/// <param name="Type">Its type.</param>
public sealed record FunctionParameter(string Name, ContractValueType Type);
