namespace Ledger.Runtime;

/// <summary>A part of a call's cost that grows with an argument.</summary>
/// <param name="Measure">What is counted.</param>
/// <param name="Argument">Which parameter, counted from 0 without the receiver; <see cref="Receiver"/> for that.</param>
/// <param name="GasPer16">Gas for 16 units: a call pays <c>units * GasPer16 / 16</c>, rounded down.</param>
/// <param name="BytesPerUnit">Bytes of memory for a unit, or how many elements when <paramref name="OfElement"/>.</param>
/// <param name="OfElement">
/// The bytes are multiples of the size of the element: of the method's first type argument, when it has one, else of the first one
/// of the declaring type.
/// </param>
internal readonly record struct CostTerm(
    CostMeasure Measure, int Argument, int GasPer16, int BytesPerUnit, bool OfElement)
{
    /// <summary>The object or span that the member is called on.</summary>
    public const int Receiver = -1;
}
