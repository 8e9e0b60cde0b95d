using Edge.Fuzz.Running;
using Xunit;

namespace Edge.Fuzz.Tests;

public sealed class FuzzOptionsTests
{
    [Fact]
    public void Without_arguments_a_million_requests_are_made()
    {
        Assert.True(FuzzOptions.TryParse([], out var options));
        Assert.Equal(1_000_000, options.Count);
    }

    [Fact]
    public void Seed_and_count_are_taken()
    {
        Assert.True(FuzzOptions.TryParse(["--count", "5", "--seed", "18446744073709551615"], out var options));
        Assert.Equal(new FuzzOptions(ulong.MaxValue, 5), options);
    }

    [Theory]
    [InlineData("--seed")]
    [InlineData("--seed", "-1")]
    [InlineData("--count", "0")]
    [InlineData("--count", "x")]
    [InlineData("--other", "1")]
    public void Anything_else_is_refused(params string[] arguments) => Assert.False(FuzzOptions.TryParse(arguments, out _));
}
