using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Edge.Testing;
using Edge.Tests.Hosting;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Edge.Tests.Wire;

/// <summary>Whatever a caller sends to the whole host: what the server receives is what was judged, or it receives nothing.</summary>
public sealed class ForwardingProperties
{
    private static readonly string[] Pieces =
    [
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed","arguments":{}}}""",
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"denied","arguments":{}}}""",
        """{"jsonrpc":"2.0","id":"x","method":"tools/list"}""",
        """{"jsonrpc":"2.0","method":"notifications/initialized"}""",
    ];

    private static readonly string[] Scraps =
    [
        "\"", "{", "}", "[", "]", ",", ":", " ", "\n", "\\", "\\u006e", "\\ud800", "1", "-0", "1e9", "null", "\"name\":\"denied\",",
            "\"name\":\"allowed\",", "\"method\":\"tools/call\",",
        "\"id\":2,", "\"Name\":\"denied\",", "\"arguments\":{\"a\":1},", "\"params\":{\"name\":\"denied\"},", "\u0000", "\uFEFF", "é",
            "/**/",
    ];

    [Fact]
    public async Task What_arrives_is_what_was_sent_and_an_allowed_message_to_every_reader()
    {
        await using var edge = await EdgeHost.StartAsync();
        using var client = new HttpClient();
        var forwarded = 0;

        // A piece with up to four scraps put somewhere, or bytes cut out.
        var edit = from at in Gen.Choose(0, 200)
                   from cut in Gen.Choose(0, 3)
                   from scrap in Gen.Elements(Scraps)
                   select (At: at, Cut: cut, Scrap: scrap);
        var body = from piece in Gen.Elements(Pieces)
                   from count in Gen.Choose(0, 4)
                   from edits in Gen.ListOf(edit, count)
                   select edits.Aggregate(piece, (text, e) =>
                   {
                       var at = Math.Min(e.At, text.Length);
                       return text[..at] + e.Scrap + text[Math.Min(text.Length, at + e.Cut)..];
                   });
        Prop.ForAll(body.ToArbitrary(), text =>
        {
            edge.Server.Forget();
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var request = new HttpRequestMessage(HttpMethod.Post, edge.Mcp) { Content = content };
            using var answer = client.Send(request, Deadline.Token);
            Assert.InRange((int)answer.StatusCode, 200, 499);
            if (edge.Server.Received.Count == 0)
                return;
            forwarded++;
            Assert.Equal(Encoding.UTF8.GetBytes(text), Assert.Single(edge.Server.Received).Body);
            using var message = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (message.RootElement.TryGetProperty("method", out var method) && method.GetString() == "tools/call")
                Assert.Equal("allowed", message.RootElement.GetProperty("params").GetProperty("name").GetString());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
        Assert.InRange(forwarded, 20, 480);
    }
}
