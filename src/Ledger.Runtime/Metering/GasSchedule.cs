namespace Ledger.Runtime;

/// <summary>
/// What the runtime charges for what it does itself, in the same gas as instructions (docs/performance.md, "Chaincode"); the
/// version of the rules covers these numbers too. They are estimates from above; storing includes its share of the
/// state tree and the disk.
/// </summary>
internal static class GasSchedule
{
    /// <summary>Finding the function, decoding nothing, writing the receipt.</summary>
    public const long Call = 1_000;

    /// <summary>A call from contract to contract, in addition.</summary>
    public const long NestedCall = 500;

    /// <summary>A value from the state, found or not.</summary>
    public const long Read = 1_500;

    /// <summary>Beginning a scan.</summary>
    public const long Scan = 5_000;

    /// <summary>An entry of a scan, or a key that the block has removed and the scan passes over.</summary>
    public const long ScanEntry = 750;

    /// <summary>Setting or removing a value.</summary>
    public const long Write = 5_000;

    /// <summary>An event.</summary>
    public const long Event = 500;

    /// <summary>An exception that ends the call: raised once, past all frames.</summary>
    public const long Failure = 20_000;

    /// <summary>Gas of a failure for a byte of stack that it goes past.</summary>
    public const long FailurePerStackByte = 4;

    /// <summary>Checking an Ed25519 signature.</summary>
    public const long Signature = 70_000;

    /// <summary>A byte of the message that was signed, which is hashed.</summary>
    public const long SignatureByte = 4;

    /// <summary>Beginning to check a package that is installed.</summary>
    public const long Check = 200_000;

    /// <summary>
    /// Checking, metering and checking again a byte of a package's instructions; what surrounds them is checked along with
    /// them.
    /// </summary>
    public const long CheckedByte = 3_000;

    /// <summary>A byte of a package, whatever it is: tables, names, data.</summary>
    public const long PackageByte = 100;

    /// <summary>Bytes moved for one gas.</summary>
    public const int BytesPerGas = 4;

    /// <summary>Bytes of an array or text beside its elements.</summary>
    public const int ObjectSize = 24;
}
