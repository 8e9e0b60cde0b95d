using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Edge.EndToEnd.Running;
using Edge.Testing;
using Edge.Testing.Otlp;
using Edge.Testing.Postgres;

namespace Edge.EndToEnd;

/// <summary>
/// The program as an operator runs it, with a secret of its own in every place where one can be; then everything that it writes, sends or
/// answers is searched for each of them.
/// </summary>
public sealed class SecrecyTests : IAsyncLifetime
{
    private const string GrantToken = "edge_planted-grant-AAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    private const string OwnToken = "edge_planted-own-BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB";
    private const string AdminToken = "edge_planted-admin-CCCCCCCCCCCCCCCCCCCCCCCCCCCCC";
    private const string Initialize =
        """{"jsonrpc":"2.0","id":"planted-id-i","method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{"""
        + """},"clientInfo":{"name":"planted-client","version":"1"}}}""";

    private const string Policy = """
        { "version": "1", "default": "deny",
          "methods": { "allow": [ "resources/read", "prompts/get" ] }, "resources": { "default": "deny", "allow": [ "ok://*" ] },
            "prompts": { "default": "deny", "allow": [ "good" ] },
          "tools": { "allowed": {}, "limited": { "limits": [ { "counter": "c", "window": "day", "max": 1, "scope": [ "grant", "args.user" ]
            } ] },
            "picky": { "require": [ { "path": "args.key", "op": "eq", "value": "right", "on_deny": "the key is wrong" } ] },
            "watched": { "action": "deny", "shadow": true }, "asked": { "action": "require_approval" } } }
        """;

    private static readonly string WebhookSecret = Convert.ToBase64String(Encoding.ASCII.GetBytes("planted-secret-of-the-webhook"));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edge-secrecy-");
    private PostgresServer _postgres = null!;
    private OtlpReceiver _collector = null!;
    private ScriptedServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _postgres = await PostgresServer.StartNewAsync();
        _collector = await OtlpReceiver.StartAsync();
        _server = await ScriptedServer.StartAsync(async (context, request) =>
        {
            context.Response.Headers["Mcp-Session-Id"] = "planted-session";
            context.Response.Headers.SetCookie = "planted-set-cookie=1";
            context.Response.Headers["X-Planted"] = "planted-header-of-the-server";
            var fails = request.Headers.TryGetValue("X-Fail", out var how);
            await ScriptedServer.Json(context, how switch
            {
                "error" =>
                    """{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"planted-error of the server","data":"""
                    + """{"x":"planted-data"}}}""",
                "garbage" => "planted-garbage",
                "tool" => """{"jsonrpc":"2.0","id":1,"result":{"isError":true,"content":[{"type":"text","text":"planted-tool-error"}]}}""",
                _ => """{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"planted-result"}]}}""",
            }, how == "refused" ? 401 : fails && how == "redirect" ? 302 : 200);
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _collector.DisposeAsync();
        await _postgres.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task No_output_holds_any_secret()
    {
        var settings = await SettingsAsync();
        var keyFile = settings.Single(s => s.Key == "Edge__KeyFile").Value;
        var admin = new Uri(settings.Single(s => s.Key == "Edge__Admin__Url").Value);
        var shown = new StringBuilder();
        string console;
        await using (var edge = await EdgeProgram.StartAsync(_server.Address, Policy, settings))
        {
            await PlayAsync(edge.Url, shown);
            // The secrets were where they belong: what follows searches for something.
            Assert.Contains(_server.Received, r => r.Headers.GetValueOrDefault("Authorization") == "Bearer planted-key-of-the-server");
            Assert.Contains(_server.Received, r => r.Headers.GetValueOrDefault("X-Api-Key") == "planted-key-of-the-grant");
            Assert.Contains(_server.Received, r => r.Text.Contains("planted-argument", StringComparison.Ordinal));

            await Deadline.Until(() => _server.Received.Any(r => r.Target == "/planted-webhook?planted-webhook-query"),
                "the notice of the approval");
            await AdministerAsync(admin, shown);
            await CommandAsync(shown, settings, "audit", "show", AuditFolder);
            await CommandAsync(shown, settings, "audit", "verify", AuditFolder, "--key-file", keyFile);
            await CommandAsync(shown, settings, "audit", "tail", AuditFolder);
            await CommandAsync(shown, settings, "grant", "list");
            await CommandAsync(shown, settings, "freeze", "--list", "--admin-url", admin.AbsoluteUri);
            await edge.StopAsync();
            console = edge.Output;
        }

        Assert.NotEmpty(_collector.Spans);
        Assert.NotEmpty(_collector.Points);
        Assert.NotEmpty(_collector.Logs);
        Assert.Equal("planted-otlp-header", _collector.Headers["x-otlp"]);
        var records = string.Concat(Directory.GetFiles(AuditFolder, "*", SearchOption.AllDirectories).Select(File.ReadAllText));
        Assert.Contains("\"decision\":\"deny\"", records, StringComparison.Ordinal);
        AssertNothing("the audit records", records, keyFile);
        AssertNothing("the answers and commands", shown.ToString(), keyFile);

        // At Debug the framework and YARP write down addresses as they were asked for, with what stands behind the question mark: nothing
        // else.
        var lines = console.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(lines, line => line.Contains("\"LogLevel\":\"Debug\"", StringComparison.Ordinal)
            && line.Contains("\"Category\":\"Edge.", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("\"Category\":\"Microsoft.AspNetCore.Server.Kestrel", StringComparison.Ordinal));
        Assert.Contains(lines, line => IsOfTheFramework(line) && line.Contains("planted-query", StringComparison.Ordinal));
        foreach (var line in lines)
            AssertNothing("the console", IsOfTheFramework(line) ? WithoutQuery(line) : line, keyFile);
        foreach (var log in _collector.Logs)
        {
            var text = string.Join(' ', log.Attributes.Values.Append(log.Text));
            AssertNothing("the exported logs", log.Scope.StartsWith("Edge", StringComparison.Ordinal)
                || log.Severity is "Warning" or "Error" or "Critical" ? text : WithoutQuery(text), keyFile);
        }

        AssertNothing("the traces",
            string.Join(' ',
                _collector.Spans.SelectMany(s => s.Attributes.Values.Append(s.Name).Append(s.StatusText)
                    .Concat(s.Events.SelectMany(e => e.Attributes.Values)))), keyFile);
        AssertNothing("the metrics", string.Join(' ', _collector.Points.SelectMany(p => p.Attributes.Values.Append(p.Metric))), keyFile);
    }

    private string AuditFolder => Path.Combine(_folder.FullName, "audit");

    // Ids and clients' names are no secrets, and an id is an attribute of a span (telemetry conventions).
    private static void AssertNothing(string where, string text, string keyFile)
    {
        foreach (var harmless in (string[])["planted-id-i", "planted-id-c"])
            text = text.Replace(harmless, "", StringComparison.Ordinal);
        foreach (var secret in (string[])["planted", WebhookSecret, .. File.ReadAllLines(keyFile)])
        {
            var at = text.IndexOf(secret, StringComparison.OrdinalIgnoreCase);
            Assert.True(at < 0, $"{where}: '{(at < 0 ? "" : text[Math.Max(0, at - 300)..Math.Min(text.Length, at + 100)])}'");
        }
    }

    private static bool IsOfTheFramework(string line)
    {
        using var json = JsonDocument.Parse(line);
        var category = json.RootElement.GetProperty("Category").GetString()!;
        var isGrave = json.RootElement.GetProperty("LogLevel").GetString() is "Warning" or "Error" or "Critical";
        return !isGrave
            && (category.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)
            || category.StartsWith("Yarp.", StringComparison.Ordinal));
    }

    private static string WithoutQuery(string line) => line.Replace("planted-query", "", StringComparison.Ordinal);

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private async Task<(string Key, string Value)[]> SettingsAsync()
    {
        string At(string name, string? text = null)
        {
            var path = Path.Combine(_folder.FullName, name);
            if (text is not null)
                File.WriteAllText(path, text);
            return path;
        }

        Directory.CreateDirectory(At("secrets"));
        At("secrets/own", "planted-key-of-the-grant");
        return
        [
            ("Edge__KeyFile", TestKeyFile.Write(At("edge.key"))),
            ("Edge__Audit__Path", AuditFolder),
            ("Edge__Grants__File", At("grants.json", $$"""
                { "grants": [
                  { "id": "ci", "tokenHashes": [ "{{Hash(GrantToken)}}" ], "servers": { "runpod": {} } },
                  { "id": "own", "tokenHashes": [ "{{Hash(
                      OwnToken)}}" ], "servers": { "runpod": { "credential": { "header": "X-Api-Key", "value": "${file:own}" } } } } ] }
                """)),
            ("Edge__Grants__SecretsDirectory", At("secrets")),
            ("Edge__Servers__runpod__Credential__Header", "Authorization"),
            ("Edge__Servers__runpod__Credential__Value", "Bearer ${env:PLANTED}"),
            ("PLANTED", "planted-key-of-the-server"),
            ("Edge__Store__Kind", "postgres"),
            ("Edge__Store__ConnectionString", $"{await _postgres.NewDatabaseAsync()};Password=planted-database-password"),
            ("Edge__Admin__Url", $"http://127.0.0.1:{FreePort.Next().ToString(CultureInfo.InvariantCulture)}"),
            ("Edge__Admin__Users__0__name", "anna"),
            ("Edge__Admin__Users__0__role", "admin"),
            ("Edge__Admin__Users__0__tokenHash", Hash(AdminToken)),
            ("Edge__Approvals__Webhook__Url", $"{_server.Address}planted-webhook?planted-webhook-query"),
            ("Edge__Approvals__Webhook__Secret", $"whsec_{WebhookSecret}"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", _collector.Http.AbsoluteUri),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "x-otlp=planted-otlp-header"),
            ("Logging__Console__FormatterName", "json"),
            ("Logging__LogLevel__Default", "Debug"),
            ("Logging__LogLevel__Edge", "Debug"),
            ("Logging__LogLevel__Microsoft.AspNetCore", "Debug"),
            ("Logging__LogLevel__Yarp", "Debug"),
        ];
    }

    // Everything that a caller may do, right and wrong; what Edge itself answers is shown.
    private static async Task PlayAsync(Uri url, StringBuilder shown)
    {
        var ci = $"Authorization: Bearer {GrantToken}";
        var query = new Uri(url + "?key=planted-query");
        string Call(string tool, string more = "") =>
            $$$"""{"jsonrpc":"2.0","id":"planted-id-c","method":"tools/call","params":{"name":"{{{tool}}}","arguments":{"key":"planted-argument","user":"planted-user","free":[{"deep":"planted-deep"}]},"_meta":{"x":"planted-meta"}{{{more}}}}}""";
        static string Other(string method,
            string members) => $"{{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"{method}\",\"params\":{{{members}}}}}";

        var session = (await RawHttp.PostAsync(query, Initialize, ci)).Header("Mcp-Session-Id");
        Assert.StartsWith("planted-session.", session, StringComparison.Ordinal);
        string[] usual = [ci, $"Mcp-Session-Id: {session}", "Cookie: planted-cookie=1", "X-Planted: planted-header",
            "Proxy-Authorization: Basic planted-proxy"];

        // What the server says is the caller's own; it is not searched, but everything else of these calls is.
        foreach (var fail in (string[])["none", "error", "tool", "garbage", "refused", "redirect"])
        {
            await RawHttp.PostAsync(query, Call("allowed"), [.. usual, $"X-Fail: {fail}"]);
            await RawHttp.PostAsync(query, Other("tools/list", ""), [.. usual, $"X-Fail: {fail}"]);
        }

        await RawHttp.PostAsync(query, Call("allowed"), $"Authorization: Bearer {OwnToken}");
        await RawHttp.PostAsync(query, Call("watched"), usual);
        await RawHttp.PostAsync(query, Other("resources/read", "\"uri\":\"ok://a?planted-uri\""), usual);
        await RawHttp.PostAsync(query, Other("prompts/get", "\"name\":\"good\",\"arguments\":{\"a\":\"planted-prompt\"}"), usual);
        await RawHttp.RequestAsync(query, "GET", default, usual);
        await RawHttp.RequestAsync(query, "DELETE", default, usual);
        await RawHttp.PostAsync(query, Call("limited"), usual);

        // Denied and refused: whatever is answered to these is Edge's own.
        await ShowAsync(Call("limited"), usual);
        await ShowAsync(Call("picky"), usual);
        await ShowAsync(Call("asked"), usual);
        await ShowAsync(Call("other"), usual);
        await ShowAsync(Other("resources/read", "\"uri\":\"no://a?planted-uri\""), usual);
        await ShowAsync(Other("prompts/get", "\"name\":\"bad\",\"arguments\":{\"a\":\"planted-prompt\"}"), usual);
        await ShowAsync(Other("tasks/get", "\"taskId\":\"planted-task\""), usual);
        await ShowAsync("""{"jsonrpc":"2.0","id":3,"result":{"x":"planted-response"}}""", [.. usual, "MCP-Protocol-Version: 2026-07-28"]);
        await ShowAsync("{\"jsonrpc\":\"2.0\",\"planted-member\":1}", usual);
        await ShowAsync("planted-garbage", usual);
        await ShowAsync("{\"a\":\"planted-twice\",\"a\":1}", usual);
        await ShowAsync(Call("allowed"), [.. usual, "MCP-Protocol-Version: 2026-07-28", "Mcp-Name: planted-name"]);
        await ShowAsync(Call("allowed"), [.. usual, "Content-Type: text/plain"]);
        await ShowAsync(Call("allowed"), [.. usual, "Origin: https://foreign.example"]);
        await ShowAsync(Call("allowed"), [.. usual, "Host: foreign.example"]);
        await ShowAsync(Call("allowed"), [.. usual, "MCP-Protocol-Version: 1999-01-01"]);
        await ShowAsync(Call("allowed"), ci, "Mcp-Session-Id: planted-session-of-nobody");
        await ShowAsync(Call("allowed"), "Authorization: Bearer edge_planted-nobody");
        await ShowAsync(Call("allowed"), "Authorization: Basic planted-basic");
        await ShowAsync(Call("allowed"), ci, "Authorization: Bearer planted-second");
        shown.AppendLine((await RawHttp.PostAsync(new Uri(url, "/elsewhere"), Call("allowed"), ci)).Text);

        async Task ShowAsync(string body, params string[] headers)
        {
            var answer = await RawHttp.PostAsync(query, body, headers);
            shown.AppendLine(CultureInfo.InvariantCulture, $"{answer.Status} {string.Join(' ', answer.Headers)} {answer.Text}");
        }
    }

    private static async Task AdministerAsync(Uri admin, StringBuilder shown)
    {
        foreach (var (method, path, body, token) in new[]
        {
            ("GET", "/healthz", "", ""), ("GET", "/readyz", "", ""), ("GET", "/metrics", "", ""), ("GET", "/nothing", "", AdminToken),
            ("GET", "/api/freezes", "", AdminToken),
            ("GET", "/api/freezes", "", "edge_planted-wrong"), ("GET", "/api/freezes?token=planted-query", "", ""),
            ("POST", "/api/freezes", "planted-garbage", AdminToken),
            ("POST", "/api/freezes", """{"server":"planted-server"}""", "edge_planted-wrong"),
        })
        {
            string[] headers = token.Length == 0 ? [] : [$"Authorization: Bearer {token}"];
            var answer = await RawHttp.RequestAsync(new Uri(admin, path), method, Encoding.UTF8.GetBytes(body), headers);
            shown.AppendLine(CultureInfo.InvariantCulture, $"{answer.Status} {string.Join(' ', answer.Headers)} {answer.Text}");
        }
    }

    private static async Task CommandAsync(StringBuilder shown, (string Key, string Value)[] settings, params string[] arguments)
    {
        await using var command = ChildProgram.Start("edge", Repository.Edge, arguments,
            new Dictionary<string, string>(settings.ToDictionary(s => s.Key, s => s.Value)) { ["EDGE_ADMIN_TOKEN"] = AdminToken });
        await command.ExitAsync();
        Assert.NotEmpty(command.Output);
        shown.AppendLine(command.Output);
    }
}
