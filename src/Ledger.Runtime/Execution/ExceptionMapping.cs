using Ledger.Chaincode;
using Ledger.Primitives;

namespace Ledger.Runtime;

/// <summary>
/// What an exception from contract code becomes in a receipt. Text of the .NET runtime never gets there, since it may
/// differ between versions: only a contract's own rejection speaks, everything else is one of a few fixed sentences.
/// </summary>
internal static class ExceptionMapping
{
    public static CallFailure Map(Exception exception) => exception switch
    {
        CallAbortException abort => abort.Failure,
        ContractRejection { PermissionDenied: true } denial => new(ReceiptStatus.PermissionDenied, denial.Message),
        ContractRejection rejection => new(ReceiptStatus.Rejected, rejection.Message),
        OutOfMemoryException => new(ReceiptStatus.OutOfResources, "the contract asked for more memory than there is"),
        InsufficientExecutionStackException =>
            new(ReceiptStatus.OutOfResources, "the contract calls itself too deeply"),
        _ => new(ReceiptStatus.Failed, "the contract failed: " + Describe(exception)),
    };

    // Kinds that one mistake may raise under different names in different versions share a sentence.
    private static string Describe(Exception exception) => exception switch
    {
        DivideByZeroException => "division by zero",
        ArithmeticException => "arithmetic overflow",
        IndexOutOfRangeException or ArgumentOutOfRangeException => "index or argument out of range",
        ArgumentNullException or NullReferenceException => "a value is null",
        ArgumentException => "a bad argument",
        InvalidCastException or ArrayTypeMismatchException => "a value is of another type",
        KeyNotFoundException => "a key is not there",
        FormatException => "a malformed text",
        InvalidOperationException or NotSupportedException or NotImplementedException =>
            "an operation that is not possible",
        _ => "an unexpected exception",
    };
}
