using System.Text;
using System.Text.Json;
using Edge.Testing;

namespace Edge.Benchmarks.Gateways;

/// <summary>What the server answers.</summary>
internal static class Answers
{
    private const int CallBytes = 300;
    private const int ListBytes = 119_000;

    /// <summary>What every answer to a call has.</summary>
    public const string Text = "0123456789";

    /// <summary>The answer to a call.</summary>
    public static string Call()
    {
        const string Head = """{"jsonrpc":"2.0","id":7,"result":{"content":[{"type":"text","text":" """;
        const string Tail = "\"}]}}";
        var filler = string.Concat(Enumerable.Repeat(Text, CallBytes / Text.Length))[..(CallBytes - Head.TrimEnd().Length - Tail.Length)];
        return Head.TrimEnd() + filler + Tail;
    }

    /// <summary>A list as long as runpod-mcp's, of every tool that the shipped policy names, hidden ones too.</summary>
    public static string List()
    {
        using var policy = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "config", "policies", "runpod.json")));
        var names = policy.RootElement.GetProperty("hide").EnumerateArray().Select(n => n.GetString()!)
            .Concat(policy.RootElement.GetProperty("tools").EnumerateObject().Select(t => t.Name))
            .Where(n => !n.Contains('*', StringComparison.Ordinal)).ToList();
        var each = ListBytes / names.Count;
        var list = new StringBuilder("""{"jsonrpc":"2.0","id":7,"result":{"tools":[""");
        foreach (var name in names)
        {
            var tool = $$$"""{"name":"{{{name}}}","inputSchema":{"type":"object","properties":{"id":{"type":"string","minLength":1,"description":"The id."}},"required":["id"],"additionalProperties":false},"description":" """.TrimEnd();
            list.Append(list[^1] == '[' ? "" : ",").Append(tool).Append('d', Math.Max(0, each - tool.Length - 3)).Append("\"}");
        }

        return list.Append("]}}").ToString();
    }
}
