namespace Ledger.Simulation;

/// <summary>
/// A member of P: <c>5:b5@v0</c>, batch b5 prepared at height 5 in view 0. To forge one: <c>@v0!</c> has a bad signature
/// of the primary, <c>+node1,node2!</c> names the backups whose PREPAREs are in it, one of them badly signed.
/// </summary>
/// <param name="Height">Where.</param>
/// <param name="Digest">Which batch, a word for <see cref="ScenarioNames.Digest"/>.</param>
/// <param name="View">In which view.</param>
/// <param name="IsPrimaryForged">Whether the primary's signature is bad.</param>
/// <param name="Backups">Null for as many as are needed.</param>
internal sealed record PreparedPhrase(ulong Height, string Digest, ulong View, bool IsPrimaryForged, string[]? Backups)
{
    /// <summary>Reads the members of P.</summary>
    public static PreparedPhrase[] ParseAll(string text) => [.. MessagePhrase.ListOf(text, ';').Select(Parse)];

    private static PreparedPhrase Parse(string text)
    {
        var voters = text.Split('+');
        var parts = voters[0].Split(':', '@');
        if (voters.Length > 2 || parts.Length != 3 || !parts[2].StartsWith('v'))
        {
            throw new ScenarioException($"{text} is not height:batch@vview");
        }

        return new PreparedPhrase(
            MessagePhrase.NumberOf(parts[0]),
            parts[1],
            MessagePhrase.NumberOf(parts[2][1..].TrimEnd('!')),
            parts[2].EndsWith('!'),
            voters.Length == 2 ? voters[1].Split(',') : null);
    }
}
