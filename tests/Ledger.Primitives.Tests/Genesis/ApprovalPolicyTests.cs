namespace Ledger.Primitives.Tests;

public sealed class ApprovalPolicyTests
{
    [Theory]
    [InlineData("majority", 4, 3)]
    [InlineData("majority", 5, 3)]
    [InlineData("majority", 1, 1)]
    [InlineData("all", 4, 4)]
    [InlineData("at-least 2", 4, 2)]
    public void APolicySaysHowManyMustAgree(string text, int organisations, int needed)
    {
        var policy = ApprovalPolicy.TryParse(text);
        Assert.NotNull(policy);
        Assert.Equal((needed, true, text), (policy.Needed(organisations), policy.CanBeMet(organisations), policy.ToString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Majority")]
    [InlineData("at-least")]
    [InlineData("at-least ")]
    [InlineData("at-least 0")]
    [InlineData("at-least 03")]
    [InlineData("at-least -1")]
    [InlineData("at-least 1.5")]
    [InlineData("at-least  2")]
    [InlineData("at-least 99999999999")]
    public void OtherTextIsNoPolicy(string? text) => Assert.Null(ApprovalPolicy.TryParse(text));

    [Fact]
    public void MoreThanThereAreCannotAgree() => Assert.False(ApprovalPolicy.TryParse("at-least 5")!.CanBeMet(4));
}
