using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Edge.Peers;

/// <summary>
/// A server that only reads and writes: <c>/mcp/body</c> reads a body whole and says how long it was, <c>/mcp/stream</c> answers with
/// events, one every 2 ms, that carry the time at which each was sent (ticks of <see cref="Stopwatch"/>, which all processes of a machine
/// share).
/// </summary>
internal static class CheapServer
{
    /// <summary>How many events a stream has.</summary>
    public const int Events = 1_000;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(2);

    /// <summary>Serves at <paramref name="url"/> until it is asked to end.</summary>
    public static async Task<int> RunAsync(string url)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls(url).ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        app.MapPost("/mcp/body", AnswerLengthAsync);
        app.MapPost("/mcp/stream", SendEventsAsync);
        await app.RunAsync();
        return 0;
    }

    private static async Task AnswerLengthAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        var length = 0L;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            length += read.Buffer.Length;
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                break;
        }

        // A length of ten digits: every answer is as long as the other.
        var answer =
            Encoding.UTF8.GetBytes(
            string.Create(
                CultureInfo.InvariantCulture, $$$"""{"jsonrpc":"2.0","id":7,"result":{"content":[{"type":"text","text":"{{{length:0000000000}}}"}]}}"""));
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer, context.RequestAborted);
    }

    private static async Task SendEventsAsync(HttpContext context)
    {
        await DrainAsync(context);
        context.Response.ContentType = "text/event-stream";
        using var timer = new PeriodicTimer(Between);
        for (var i = 0; i < Events; i++)
        {
            await timer.WaitForNextTickAsync(context.RequestAborted);
            var data = $"data: {{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{{\"progressToken\":1,\"progress\":{i},\"message\":\"{Stopwatch.GetTimestamp()}\"}}}}";
            context.Response.BodyWriter.Write(Encoding.UTF8.GetBytes($"event: message\n{data}\n\n"));
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }

        await context.Response.WriteAsync("event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[]}}\n\n",
            context.RequestAborted);
    }

    private static async Task DrainAsync(HttpContext context)
    {
        while (await context.Request.BodyReader.ReadAsync(context.RequestAborted) is { IsCompleted: false } read)
            context.Request.BodyReader.AdvanceTo(read.Buffer.End);
    }
}
