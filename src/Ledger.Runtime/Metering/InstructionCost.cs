namespace Ledger.Runtime;

/// <summary>What an instruction costs before anything is known of the values that it meets.</summary>
/// <param name="Units">Work, in sixths of gas.</param>
/// <param name="Bytes">Memory that it always allocates.</param>
/// <param name="FrameBytes">Stack that its result may take.</param>
internal readonly record struct InstructionCost(int Units, int Bytes, int FrameBytes);
