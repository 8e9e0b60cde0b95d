using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Edge.Benchmarks;

/// <summary>
/// The page <c>docs/benchmarks.md</c> and the figures as JSON: each program writes its own part anew and leaves the others as they are.
/// </summary>
internal static class BenchmarkPage
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Puts <paramref name="text"/> in the place of a part of a page of <c>docs</c>.</summary>
    /// <exception cref="InvalidOperationException">The page has no such part.</exception>
    public static async Task WriteAsync(string part, string text, string name = "benchmarks.md")
    {
        var file = Path.Combine(Root, "docs", name);
        var page = await File.ReadAllTextAsync(file);
        var (begin, end) = ($"<!-- {part} -->\n", $"<!-- end of {part} -->");
        var (from, to) = (page.IndexOf(begin, StringComparison.Ordinal), page.IndexOf(end, StringComparison.Ordinal));
        if (from < 0 || to < from)
            throw new InvalidOperationException($"'{file}' has no '{begin.TrimEnd()}' and '{end}'");
        await File.WriteAllTextAsync(file, $"{page[..(from + begin.Length)]}\n{text.Trim()}\n\n{page[to..]}");
    }

    /// <summary>Writes figures to <c>artifacts/</c>.</summary>
    public static async Task WriteJsonAsync(string name, object figures)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Root, "artifacts"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, name), JsonSerializer.Serialize(figures, s_json) + "\n");
    }

    private static string FindRoot([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
