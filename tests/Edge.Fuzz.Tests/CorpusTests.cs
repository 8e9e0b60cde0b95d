using Edge.Fuzz.Corpus;
using Edge.Fuzz.Generation;
using Edge.Fuzz.Policies;
using Edge.Fuzz.Requests;
using Edge.Fuzz.Responses;
using Edge.Policy.Compilation;
using Xunit;

namespace Edge.Fuzz.Tests;

/// <summary>What was once worth a look is looked at again, cut in several ways.</summary>
public sealed class CorpusTests(LaneFixture readers) : IClassFixture<LaneFixture>
{
    private const int Cuttings = 5;

    public static TheoryData<string> Requests => [.. CorpusFile.Names("requests")];

    public static TheoryData<string> Policies => [.. CorpusFile.Names("policies")];

    public static TheoryData<string> Streams => [.. CorpusFile.Names("sse")];

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_request_is_read_as_expected_and_in_one_way(string name)
    {
        var file = CorpusFile.Read("requests", name);
        Assert.Equal(file.Expected, CorpusOutcome.Of("requests", file.Input));
        for (var i = 0; i < Cuttings; i++)
            Assert.Empty(await RequestTarget.JudgeAsync(file.Input, SplitMix.For(0, name, i), readers.Lane));
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void A_policy_is_read_as_expected(string name)
    {
        var file = CorpusFile.Read("policies", name);
        Assert.Equal(file.Expected, CorpusOutcome.Of("policies", file.Input));
        Assert.Null(PolicyTarget.Check(file.Input, out var reading));
        if (reading.Document is not null)
            Assert.Null(PolicyTarget.Check(PolicyCompiler.Compile(name, "", reading.Document),
                ["{}"u8.ToArray(), "{\"a\":\"ababab\",\"k\":1}"u8.ToArray()], SplitMix.For(0, name, 0)));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task A_stream_shows_what_is_expected_and_nothing_hidden(string name)
    {
        var file = CorpusFile.Read("sse", name);
        Assert.Equal(file.Expected, CorpusOutcome.Of("sse", file.Input));
        for (var i = 0; i < Cuttings; i++)
            Assert.Empty(await new StreamTarget(0).JudgeAsync(file.Input, SplitMix.For(0, name, i), readers.Lane));
    }
}
