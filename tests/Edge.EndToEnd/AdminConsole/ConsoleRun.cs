using System.Text.Json;

namespace Edge.EndToEnd.AdminConsole;

/// <summary>One run of all that is tried with the console, by node/console.mjs: what came of each scenario.</summary>
public sealed class ConsoleRun : IAsyncLifetime
{
    private readonly Dictionary<string, string?> _problems = [];
    private string _output = "";

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists("/usr/bin/chromium"))
            throw new InvalidOperationException("Chromium is missing: run 'make debian' as root, or 'apt-get install chromium'");
        await using var run = ChildProgram.StartNode(
            "the console's tests", "console.mjs",
                ["--edge", Repository.Edge, "--shots", Path.Combine(Repository.Root, "artifacts", "screenshots")]);
        await run.ExitAsync(TimeSpan.FromMinutes(6));
        _output = run.Output;
        foreach (var line in _output.Split('\n').Where(line => line.StartsWith("{\"scenario\":", StringComparison.Ordinal)))
        {
            using var result = JsonDocument.Parse(line);
            _problems.Add(
                result.RootElement.GetProperty("scenario").GetString()!,
                result.RootElement.GetProperty("ok").GetBoolean() ? null : result.RootElement.GetProperty("problem").GetString());
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal void Passed(string scenario)
    {
        Assert.True(_problems.ContainsKey(scenario), $"'{scenario}' was not played; the output:\n{_output}");
        Assert.True(_problems[scenario] is null, _problems[scenario]);
    }

    internal IEnumerable<string> Scenarios => _problems.Keys;
}
