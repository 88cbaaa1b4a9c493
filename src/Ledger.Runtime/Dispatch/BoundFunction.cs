namespace Ledger.Runtime;

/// <summary>A function that can be called.</summary>
internal sealed class BoundFunction
{
    public BoundFunction(FunctionManifest manifest, FunctionInvoker invoke, bool fromTransactionOnly = false)
    {
        Manifest = manifest;
        Invoke = invoke;
        FromTransactionOnly = fromTransactionOnly;
    }

    public FunctionManifest Manifest { get; }

    public FunctionInvoker Invoke { get; }

    /// <summary>
    /// Whether other contracts may not call it: a function that acts with the signer's rights over the ledger itself
    /// must not be reachable through a contract that the signer merely used.
    /// </summary>
    public bool FromTransactionOnly { get; }

    /// <summary>Whether the arguments decode; nothing is made of them.</summary>
    public bool Decodes(ArgumentReader arguments)
    {
        for (var i = 0; i < Manifest.Parameters.Count; i++)
        {
            arguments.Skip(Manifest.Parameters[i].Kind);
        }

        return arguments.IsComplete;
    }
}
