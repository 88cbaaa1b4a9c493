using Ledger.Consensus;
using Ledger.Node.Consensus;
using Ledger.Node.Execution;

namespace Ledger.Node.Gateway;

/// <summary>One caller that waits for the queue's word and then, if it likes, for the outcome.</summary>
internal sealed class SubmissionWait : ISubmission, IFinalityWatch
{
    private readonly TaskCompletionSource<AdmissionResult> _admission =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource<FinalReceipt?> _final =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<AdmissionResult> Admission => _admission.Task;

    /// <summary>The receipt, or null when the window passed without one.</summary>
    public Task<FinalReceipt?> Final => _final.Task;

    public void OnAdmission(AdmissionResult result) => _admission.TrySetResult(result);

    public void OnFinal(FinalReceipt receipt) => _final.TrySetResult(receipt);

    public void OnExpired() => _final.TrySetResult(null);
}
