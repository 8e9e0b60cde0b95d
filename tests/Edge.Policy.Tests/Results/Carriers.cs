using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Edge.Policy.Tests.Results;

/// <summary>The ways in which a text comes back from a server.</summary>
internal static class Carriers
{
    /// <summary>All of them, by name; each makes a message that holds the text.</summary>
    public static IReadOnlyList<(string Name, Func<string, string> Carry)> All { get; } =
    [
        ("text", text => Judging.Answer(text)),
        ("sentence", text => Judging.Answer($"The job printed \"{text}\" and then stopped.")),
        ("log line", text => Judging.Answer($"2026-12-01T10:00:00Z INFO worker-3 started\n2026-12-01T10:00:01Z DEBUG using {text}\n")),
        ("shell", text => Judging.Answer($"curl -H 'X-Auth: {text}' https://api.example.net/v1/pods")),
        ("markdown", text => Judging.Answer($"# Result\n\n```\n{text}\n```\n")),
        ("CSV", text => Judging.Answer($"id,secret,n\n1,{text},5\n")),
        ("YAML", text => Judging.Answer($"pod:\n  note: {text}\n  gpu: 1\n")),
        ("HTML", text => Judging.Answer($"<p>Value: <code>{text}</code></p>")),
        ("JSON in text", text => Judging.Answer(JsonSerializer.Serialize(new { pod = new { note = text } }))),
        ("JSON in text, two deep", text => Judging.Answer(Nested(text, 2))),
        ("JSON in text, three deep", text => Judging.Answer(Nested(text, 3))),
        ("JSON in text, five deep", text => Judging.Answer(Nested(text, 5))),
        ("JSON cut off", text => Judging.Answer(JsonSerializer.Serialize(new { a = text, b = 1 })[..^4])),
        ("escaped characters", text => $$$"""{"id":1,"result":{"content":[{"type":"text","text":"{{{Escaped(text)}}}"}]}}"""),
        ("pieces of a stream", text => Judging.Answer(Stream(text))),
        ("structured content", text => Message(new { structuredContent = new { output = new[] { "a", text } } })),
        ("name of a member", text => Message(new { structuredContent = new Dictionary<string, int> { [text] = 1 } })),
        ("embedded resource", text => Message(
            new { content = new[] { new { type = "resource", resource = new { uri = "file:///a.txt", text } } } })),
        ("blob of text", text => Message(
            new { contents = new[] { new { uri = "file:///a", mimeType = "text/plain", blob = Blob(text) } } })),
        ("error", text => JsonSerializer.Serialize(
            new { jsonrpc = "2.0", id = 1, error = new { code = -32000, message = $"failed: {text}", data = new { text } } })),
        ("tool description", text => Message(new { tools = new[] { new { name = "t", description = $"Uses {text}" } } })),
        ("_meta", text => Message(new { _meta = new { note = text } })),
    ];

    private static string Message(object result) => JsonSerializer.Serialize(new { jsonrpc = "2.0", id = 1, result });

    private static string Nested(string text, int depth)
    {
        for (; depth > 0; depth--)
            text = JsonSerializer.Serialize(new { log = text });
        return text;
    }

    private static string Stream(string text) =>
        JsonSerializer.Serialize(new { stream = text.Chunk(3).Select(piece => new { output = new { text = new string(piece) } }) });

    private static string Escaped(string text) =>
        string.Concat(text.Select(c => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}")));

    private static string Blob(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"value {text}\n"));
}
