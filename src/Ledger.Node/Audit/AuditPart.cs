namespace Ledger.Node.Audit;

/// <summary>What an audit is doing, in this order.</summary>
public enum AuditPart
{
    /// <summary>Reading every stored byte and the state tree; counted in entries, whose number is not known before.</summary>
    Files,

    /// <summary>Checking headers, certificates and blocks on all processors, and executing blocks again behind that.</summary>
    Chain,

    /// <summary>Comparing state and history with what the execution gave; counted in entries.</summary>
    State,
}
