namespace Ledger.Runtime;

/// <summary>Where a type is defined.</summary>
internal enum TypeOrigin
{
    /// <summary>In .NET; known from the rules alone.</summary>
    Framework,

    /// <summary>In the SDK.</summary>
    Sdk,

    /// <summary>In the package that is checked.</summary>
    Package,
}
