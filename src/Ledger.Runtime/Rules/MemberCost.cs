namespace Ledger.Runtime;

/// <summary>What a call of a member outside the package costs, charged before it happens.</summary>
/// <param name="Gas">The part that every call pays; about a nanosecond is one.</param>
/// <param name="Bytes">Bytes of memory that every call pays.</param>
/// <param name="Terms">The parts that grow with arguments; empty for most.</param>
internal sealed record MemberCost(long Gas, long Bytes, IReadOnlyList<CostTerm> Terms)
{
    /// <summary>Reads a cost as <c>members.txt</c> writes it: <c>20 24B + len(0)*3 2B + val(1)*4 1S</c>.</summary>
    /// <exception cref="FormatException">The text is not of that form.</exception>
    public static MemberCost Parse(string text)
    {
        var parts = text.Split(" + ");
        var fix = parts[0].Split(' ');
        var terms = new CostTerm[parts.Length - 1];
        for (var i = 1; i < parts.Length; i++)
        {
            terms[i - 1] = ParseTerm(parts[i]);
        }

        return new MemberCost(Number(fix[0]), fix.Length > 1 ? Number(fix[1].TrimEnd('B')) : 0, terms);
    }

    private static CostTerm ParseTerm(string text)
    {
        var words = text.Split(' ');
        var factor = words[0].Split('*');
        var open = factor[0].IndexOf('(', StringComparison.Ordinal);
        var measure = (open < 0 ? factor[0] : factor[0][..open]) switch
        {
            "one" => CostMeasure.One,
            "len" => CostMeasure.Length,
            "total" => CostMeasure.TotalLength,
            "val" => CostMeasure.Value,
            _ => throw new FormatException($"{text} measures nothing"),
        };
        var argument = open < 0 ? "this" : factor[0][(open + 1)..^1];
        var size = words.Length > 1 ? words[1] : "0B";
        return new CostTerm(
            measure, argument == "this" ? CostTerm.Receiver : Number(argument), Number(factor[1]), Number(size[..^1]),
            size.EndsWith('S'));
    }

    private static int Number(string text) =>
        int.Parse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture);
}
