namespace Ledger.Simulation;

/// <summary>The lines of one kind of stage.</summary>
/// <param name="opening">The line that sets the stage up.</param>
/// <param name="open">The stage, from that line and a seed.</param>
/// <param name="phrases">Lines that do something.</param>
/// <param name="conditions">What can be expected.</param>
internal sealed class Vocabulary<TStage>(
    string opening,
    Func<StepArguments, ulong, TStage> open,
    IReadOnlyList<Phrase<TStage>> phrases,
    IReadOnlyList<Condition<TStage>> conditions) : IVocabulary
    where TStage : ScenarioStage
{
    private readonly StepPattern _opening = new(opening);

    /// <inheritdoc/>
    public IEnumerable<(string Pattern, string Meaning)> Entries
    {
        get
        {
            yield return (opening, "");
            foreach (var phrase in phrases)
            {
                yield return (phrase.Pattern, phrase.Meaning);
            }

            foreach (var condition in conditions)
            {
                yield return ("expect " + condition.Pattern, condition.Meaning);
            }
        }
    }

    /// <inheritdoc/>
    public Func<ulong, ScenarioStage>? Open(string[] words) =>
        _opening.Match(words) is { } arguments ? seed => open(arguments, seed) : null;

    /// <inheritdoc/>
    public Action<ScenarioStage>? Bind(string[] words)
    {
        if (words is ["expect", "not", .. var denied] && Find(denied) is { } refuted)
        {
            return stage =>
            {
                if (refuted((TStage)stage) == null)
                {
                    throw new ScenarioException("it is so");
                }
            };
        }

        if (words is ["expect", .. var expected] && Find(expected) is { } condition)
        {
            return stage =>
            {
                if (condition((TStage)stage) is { } flaw)
                {
                    throw new ScenarioException(flaw);
                }
            };
        }

        if (words is ["run", "until", .. var awaited] && Find(awaited) is { } end)
        {
            return stage => stage.RunUntil(() => end((TStage)stage));
        }

        Phrase<TStage>? best = null;
        StepArguments? arguments = null;
        foreach (var phrase in phrases)
        {
            if ((best == null || phrase.Form.LiteralCount > best.Form.LiteralCount) && phrase.Form.Match(words) is { } found)
            {
                (best, arguments) = (phrase, found);
            }
        }

        return best == null ? null : stage => best.Act((TStage)stage, arguments!);
    }

    private Func<TStage, string?>? Find(string[] words)
    {
        Condition<TStage>? best = null;
        StepArguments? arguments = null;
        foreach (var condition in conditions)
        {
            if ((best == null || condition.Form.LiteralCount > best.Form.LiteralCount) &&
                condition.Form.Match(words) is { } found)
            {
                (best, arguments) = (condition, found);
            }
        }

        return best == null ? null : stage => best.Flaw(stage, arguments!);
    }
}
