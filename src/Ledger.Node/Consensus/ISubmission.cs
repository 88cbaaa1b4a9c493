using Ledger.Consensus;

namespace Ledger.Node.Consensus;

/// <summary>Someone who handed in a transaction and waits for the queue's word.</summary>
internal interface ISubmission
{
    /// <summary>Called once, on the consensus thread: returns at once.</summary>
    void OnAdmission(AdmissionResult result);
}
