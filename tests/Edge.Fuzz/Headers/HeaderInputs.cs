using System.Net;
using System.Text;
using Edge.Fuzz.Generation;
using Edge.Mcp;
using Edge.Mcp.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Edge.Fuzz.Headers;

/// <summary>Makes requests whose headers say what the body says, nearly so, or something else.</summary>
internal static class HeaderInputs
{
    private static readonly string[] Revisions = ["2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28", "2026-07-28", "2026-07-28",
        "2027-01-01", "2024-01-01", "", "x y", "\u00E9"];

    private static readonly (string Name, string[] Values)[] Odd =
    [
        ("Content-Type", ["text/plain", "application/json; charset=utf-16", "application/json;charset=\"utf-8\"", "APPLICATION/JSON",
            "application/json, application/json", "application/jsonp"]),
        ("Content-Encoding", ["gzip", "identity", "br", "identity, gzip"]),
        ("Host", ["evil.example", "", "localhost:1", "127.0.0.1", "localhost.evil.example"]),
        ("Origin", ["http://evil.example", "null", "http://localhost:8080", "http://localhost:8080.evil.example", ""]),
        ("Upgrade", ["websocket", "h2c"]),
        ("Connection", ["close", "Mcp-Name", "keep-alive, Authorization", "mcp-method"]),
        ("Authorization", ["Bearer a", "Bearer b"]),
        ("Mcp-Param-A", ["1", "2"]),
    ];

    /// <summary>A POST with the message's headers, some of them wrong.</summary>
    public static DefaultHttpContext Make(SplitMix dice, Message message)
    {
        var context = new DefaultHttpContext();
        var request = context.Request;
        request.Method = dice.OneIn(40) ? dice.Of("post", "GET", "DELETE", "OPTIONS", "CONNECT", "PUT", "Post") : HttpMethods.Post;
        // Announced before its method is known to have none.
        request.ContentLength = dice.OneIn(2) ? 1 : null;
        request.Scheme = "http";
        request.Protocol = HttpProtocol.Http11;
        request.Host = new HostString("localhost:8080");
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        request.Headers.ContentType = "application/json";
        if (dice.OneIn(8))
            Add(dice, request.Headers, dice.Of(Odd));
        if (!dice.OneIn(3))
            request.Headers[McpHeaders.ProtocolVersion] = dice.OneIn(2) && message.ProtocolVersion is { } stated ? Padded(dice, stated)
                : dice.Of(Revisions);
        if (!dice.OneIn(4))
            request.Headers[McpHeaders.Method] =
                Padded(dice, dice.OneIn(8) ? dice.Of("ping", "tools/call", message.Method.ToUpperInvariant(), "") : message.Method);
        if (!dice.OneIn(4))
            request.Headers[McpHeaders.Name] = Padded(dice, NameOf(dice, message));
        if (dice.OneIn(30))
            Double(dice, request.Headers);
        return context;
    }

    private static void Add(SplitMix dice, IHeaderDictionary headers, (string Name, string[] Values) odd)
    {
        var value = dice.Of(odd.Values);
        headers[odd.Name] = odd.Name is "Content-Type" or "Host" && !dice.OneIn(6) ? value : StringValues.Concat(headers[odd.Name], value);
    }

    private static void Double(SplitMix dice, IHeaderDictionary headers)
    {
        var name = dice.Of(McpHeaders.Name, McpHeaders.Method, McpHeaders.ProtocolVersion, "Authorization", "Content-Type", "Origin",
            "Mcp-Param-A");
        headers[name] = StringValues.Concat(headers[name].Count == 0 ? "a" : headers[name], headers[name].Count == 0 ? "a"
            : headers[name][0]);
    }

    private static string NameOf(SplitMix dice, Message message)
    {
        var name = message.MirroredName ?? "get-pod";
        if (dice.OneIn(10))
            name += dice.Of("x", " ", "\0", "/", "\u00E9");
        var plain = HeaderValue.IsPlain(name) && name.Trim() == name;
        if (plain && !dice.OneIn(4))
            return dice.OneIn(20) ? name.ToUpperInvariant() : name;
        var bytes = dice.OneIn(20) ? Encoding.Latin1.GetBytes(name) : Encoding.UTF8.GetBytes(name);
        var payload = Convert.ToBase64String(bytes);
        payload = dice.Below(16) switch
        {
            0 => payload.TrimEnd('='),
            1 => payload.Replace('+', '-').Replace('/', '_'),
            2 => payload + "=",
            3 => payload.Insert(dice.Below(payload.Length + 1), dice.Of(" ", "\n", "=", "!", "\u00E9")),
            4 => Convert.ToBase64String(Encoding.UTF8.GetBytes($"=?base64?{payload}?=")),
            5 => payload.Replace("==", "f=", StringComparison.Ordinal),
            _ => payload,
        };
        return dice.Of("=?base64?", "=?base64?", "=?base64?", "=?base64?", "=?base64?", "=?BASE64?", "=?base64", "=?utf-8?B?") + payload
            + dice.Of("?=", "?=", "?=", "?=", "?=", "?", "=");
    }

    private static string Padded(SplitMix dice, string value) =>
        dice.OneIn(10) ? dice.Of(" ", "\t", "") + value + dice.Of(" ", "\t", "\u00A0") : value;
}
