using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Edge.Testing;

/// <summary>A real Kestrel on a free loopback port that records every request and answers as a test scripts it.</summary>
public sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedRequest> _received = new();

    private ScriptedServer(WebApplication app) => _app = app;

    /// <summary>How requests are answered; by default every one with an empty result for its id-less caller.</summary>
    public Func<HttpContext, ReceivedRequest, Task> Answer { get; set; } = static (context, _) =>
        Json(context, """{"jsonrpc":"2.0","id":1,"result":{}}""");

    /// <summary>Everything received, in order.</summary>
    public IReadOnlyList<ReceivedRequest> Received => [.. _received];

    /// <summary>The address, with the port the system chose.</summary>
    public Uri Address => new(_app.Urls.First());

    /// <summary>Starts a server; without <paramref name="listener"/> one for plain HTTP/1.1.</summary>
    public static async Task<ScriptedServer> StartAsync(Func<HttpContext, ReceivedRequest, Task>? answer = null,
        Action<ListenOptions>? listener = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(k =>
        {
            k.Limits.MaxRequestBodySize = null;
            k.Listen(IPAddress.Loopback, 0, listener ?? (static _ => { }));
        });
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var app = builder.Build();
        var server = new ScriptedServer(app);
        if (answer is not null)
            server.Answer = answer;
        app.Run(server.HandleAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>Answers with one JSON body.</summary>
    public static async Task Json(HttpContext context, string body, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>Answers with an event stream of the given text.</summary>
    public static async Task Events(HttpContext context, string text)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(text, context.RequestAborted);
    }

    /// <summary>Forgets what was received.</summary>
    public void Forget() => _received.Clear();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var request = await ReceivedRequest.ReadAsync(context.Request);
        _received.Enqueue(request);
        await Answer(context, request);
    }
}
