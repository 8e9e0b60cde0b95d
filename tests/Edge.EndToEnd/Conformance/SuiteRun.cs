using System.Text.Json;

namespace Edge.EndToEnd.Conformance;

/// <summary>One run of <c>conformance.mjs</c> for all tests of a class: the official suite, directly and through Edge.</summary>
public sealed class SuiteRun : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <summary>The exit code: 0 if every difference is one that is named and justified.</summary>
    internal int Code { get; private set; }

    /// <summary>What was run and how it differs: <c>allow</c>, <c>lenient</c> and <c>deny</c>, and <c>page</c>.</summary>
    internal JsonElement Result { get; private set; }

    public async ValueTask InitializeAsync()
    {
        await using var program = ChildProgram.StartNode("the comparison", "conformance.mjs", ["--edge", Repository.Edge, "--json"]);
        Code = await program.ExitAsync(Limit);
        Assert.True(program.Output.StartsWith('{'), program.Output);
        Result = JsonSerializer.Deserialize<JsonElement>(program.Output);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal JsonElement Of(string comparison, string requirements) =>
        Result.GetProperty(comparison).EnumerateArray().Single(run => run.GetProperty("requirements").GetString() == requirements);
}
