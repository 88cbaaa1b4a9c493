namespace Ledger.Node;

/// <summary>The node cannot start as configured. The message is one clear line for the operator.</summary>
public sealed class NodeConfigurationException : Exception
{
    /// <summary>Says what is wrong.</summary>
    public NodeConfigurationException(string message)
        : base(message)
    {
    }
}
