namespace Ledger.Runtime;

/// <summary>A try or finally block, in places of instructions.</summary>
/// <param name="Clause">Its place in the method's list of handlers.</param>
/// <param name="IsHandler">Whether it is the finally block.</param>
/// <param name="Start">First instruction.</param>
/// <param name="End">The instruction behind it.</param>
internal sealed record Region(int Clause, bool IsHandler, int Start, int End)
{
    /// <summary>The block around it, or null.</summary>
    public Region? Parent { get; set; }
}
