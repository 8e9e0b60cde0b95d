using System.Text.Json;
using Edge.EndToEnd.Running;

namespace Edge.EndToEnd;

/// <summary>
/// The arguments that the shipped policies were written against are those of the real servers. A difference names the argument: write it
/// into the policies, then make the file anew with <c>record-tools.mjs</c>.
/// </summary>
public sealed class ToolArgumentTests(RunpodWorld world)
{
    [Fact]
    public async Task The_68_tools_are_those_of_the_real_server()
    {
        var actual = await ReadAsync("--url", world.Server.AbsoluteUri);
        var recorded = Recorded("68");
        Assert.Equal(68, actual.Count);
        Assert.Equal("", string.Join('\n', Missing(actual, recorded).Select(a => $"the server has '{a}', the file has not")));
        Assert.Equal("", string.Join('\n', Missing(recorded, actual).Select(a => $"the file has '{a}', the server has not")));
    }

    [Fact]
    public async Task The_oldest_package_has_no_tool_and_no_argument_beyond_the_36_tools()
    {
        var entry = Path.Combine(Repository.Node, "node_modules", "runpod-mcp-1", "dist", "index.mjs");
        Assert.True(File.Exists(entry), $"runpod-mcp 1.1.0 is not installed: run 'npm ci' in {Repository.Node}");
        var actual = await ReadAsync("--command", $"node {entry}");
        Assert.Equal(26, actual.Count);
        Assert.Equal("", string.Join('\n', Missing(actual, Recorded("36"))));
    }

    private static IEnumerable<string> Missing(Arguments from, Arguments other) =>
        from.SelectMany(tool => tool.Value.Select(a => (Tool: tool.Key, Argument: a.Key, Type: a.Value)))
            .Where(a => !other.TryGetValue(a.Tool, out var known) || !known.TryGetValue(a.Argument, out var type) || type != a.Type)
            .Select(a => $"{a.Tool} {a.Argument} ({a.Type})");

    private static async Task<Arguments> ReadAsync(params string[] from)
    {
        await using var recorder = ChildProgram.StartNode("the recorder", "record-tools.mjs", from);
        Assert.True(await recorder.ExitAsync() == 0, recorder.Output);
        return Parse(recorder.Output);
    }

    private static Arguments Recorded(string surface) =>
        Parse(Repository.Read("tests", "Edge.Policy.Tests", "Shipped", $"runpod-arguments-{surface}.json"));

    // A server over stdio may write to the standard error, which the program's output has too.
    private static Arguments Parse(string text) =>
        JsonSerializer.Deserialize<Arguments>(text[text.IndexOf('{', StringComparison.Ordinal)..])!;

    private sealed class Arguments : Dictionary<string, Dictionary<string, string>>;
}
