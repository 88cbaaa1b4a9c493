namespace Ledger.Simulation.Tests.Mutants;

/// <summary>
/// The simulator is able to fail: known bugs, seeded into a copy of the rules, are found within a stated number of
/// seeds, and the rules themselves pass where the mutant fails.
/// </summary>
public sealed class MutantTests(ITestOutputHelper output)
{
    private const int ControlSeeds = 40;

    // The same machinery without an edit.
    private static readonly Lazy<MutantSimulator> Control = new(() => new MutantSimulator(RulesCompiler.Compile([])));

    public static TheoryData<string> Names => [.. MutantCatalogue.All.Select(mutant => mutant.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Known_bug_is_found(string name)
    {
        var mutant = MutantCatalogue.Named(name);
        using var simulator = new MutantSimulator(RulesCompiler.Compile(mutant.Edits));

        var found = simulator.FindFailure(0, mutant.SeedsMax);

        Assert.True(found != null, $"{mutant.SeedsMax} seeds pass although \"{mutant.Breaks}\" does not hold");
        var (seed, check, message) = found.Value;
        output.WriteLine($"{name}: seed {seed} of {mutant.SeedsMax}, {check}: {message}");
        Assert.Null(Control.Value.Run(seed));
    }

    [Fact]
    public void Rules_without_a_bug_pass() => Assert.Null(Control.Value.FindFailure(0, ControlSeeds));

    [Fact]
    public void Mutant_has_to_follow_the_rules()
    {
        Edit[] twice = [new("Check.cs", "namespace", "namespace"), new("Check.cs", "{", "{")];
        Edit[] gone = [new("Check.cs", "no such text", "")];

        foreach (var edits in new[] { twice, gone })
        {
            var failure = Assert.Throws<InvalidOperationException>(() => RulesCompiler.Compile(edits));
            Assert.Contains("must follow", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Mutant_that_does_not_compile_is_no_bug() =>
        Assert.Throws<InvalidOperationException>(
            () => RulesCompiler.Compile([new Edit("Check.cs", "namespace", "name")]));
}
