namespace Ledger.Chaincode;

/// <summary>
/// Grants access to callers whose certificate carries the attribute with one of the values (any value when none is listed).
/// When repeated, every one of them must hold.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class RequiresAttribute : Attribute
{
    /// <summary>Names the attribute of the certificate and its accepted values.</summary>
    public RequiresAttribute(string name, params string[] anyOf)
    {
        Name = name;
        AnyOf = anyOf;
    }

    /// <summary>The certificate attribute, for example <c>role</c> or <c>assetType</c>.</summary>
    public string Name { get; }

    /// <summary>Accepted values; empty accepts any value that is there.</summary>
    public string[] AnyOf { get; }
}
