using System.Net;
using System.Text;
using Edge.Mcp.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Edge.Tests.Mcp.Requests;

/// <summary>HTTP requests without a server, and the text of answers.</summary>
internal static class Requests
{
    public static DefaultHttpContext Post(params (string Name, string Value)[] headers) =>
        Of("POST", [("Content-Type", "application/json"), .. headers]);

    /// <summary>A request to localhost:8080; a header that is given twice has two values.</summary>
    public static DefaultHttpContext Of(string method, params (string Name, string Value)[] headers)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        context.Request.Scheme = "http";
        context.Request.Protocol = "HTTP/1.1";
        context.Request.Host = new HostString("localhost:8080");
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        context.Response.Body = new MemoryStream();
        foreach (var (name, value) in headers)
            context.Request.Headers[name] = StringValues.Concat(context.Request.Headers[name], new StringValues(value));
        return context;
    }

    /// <summary>Everything that admission asks of a request that a route takes.</summary>
    public static Refusal? Check(this RequestAdmission admission, HttpContext context) =>
        admission.CheckCaller(context) ?? RequestAdmission.CheckRequest(context);

    /// <summary>What the answer to a refusal looks like: status, headers, body.</summary>
    public static string Answer(DefaultHttpContext context)
    {
        var headers =
            string.Join("; ", context.Response.Headers.OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => $"{h.Key}: {h.Value}"));
        var body = Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray());
        return $"{context.Response.StatusCode} | {headers} | {body}";
    }

    /// <summary>A refusal as one line.</summary>
    public static string? Line(Refusal? refusal) =>
        refusal is null ? null : $"{refusal.Status} {refusal.RpcCode} {refusal.Reason.Slug()}: {refusal.Message}";
}
