using Ledger.Chaincode;

namespace Ledger.Runtime;

/// <summary>
/// Decodes the arguments, calls the function and writes its result. What the function throws passes through.
/// </summary>
/// <returns>False when the arguments do not decode; then the function was not called.</returns>
internal delegate bool FunctionInvoker(CallContext context, ArgumentReader arguments, ResultWriter result);
