using System.Globalization;
using System.Text;
using System.Text.Json;
using Edge.Admin.Sessions;
using Edge.Gateway.DecisionFeed;

namespace Edge.Admin.Decisions;

/// <summary>
/// Sends decisions as they are taken (server-sent events). A watcher looks a few times a second and is shown the newest; what is too many
/// to show, or was overwritten before a slow watcher took it, is counted and said. Deciding waits for no watcher. Thread-safe.
/// </summary>
/// <remarks>
/// Each look: (1) what is new; (2) the newest of it that was asked for, the rest counted; (3) what became of those that were under way;
/// (4) a sign of life now and then; (5) until the next look.
/// </remarks>
internal sealed class DecisionStream(DecisionRing ring, AdminSessions sessions, TimeProvider clock, IHostApplicationLifetime lifetime)
{
    /// <summary>How often a watcher looks.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    /// <summary>How many decisions a watcher is shown at one look.</summary>
    public const int MaxShown = 50;

    /// <summary>How many watch at the same time.</summary>
    public const int MaxWatchers = 16;

    private const int MaxUnderWay = 200;
    private static readonly TimeSpan Pulse = TimeSpan.FromSeconds(15);

    private static readonly AdminProblem TooMany = new(
        StatusCodes.Status503ServiceUnavailable,
            "too_many_watchers", $"{MaxWatchers} watch already: close one, or ask GET /api/decisions.");

    // Numbers start anew with the process.
    private readonly string _start = clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
    private int _watchers;

    /// <summary>Writes the stream until the watcher leaves, its session ends, or Edge does.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        var (filter, problem) = DecisionFilter.Of(context.Request.Query);
        if (problem is not null)
        {
            await problem.ExecuteAsync(context);
            return;
        }

        if (Interlocked.Increment(ref _watchers) > MaxWatchers)
        {
            Interlocked.Decrement(ref _watchers);
            context.Response.Headers.RetryAfter = "5";
            await TooMany.ExecuteAsync(context);
            return;
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await WatchAsync(context, filter, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The watcher left, or Edge ends: both end the stream and nothing else.
            await context.Response.CompleteAsync();
        }
        finally
        {
            Interlocked.Decrement(ref _watchers);
        }
    }

    private async Task WatchAsync(HttpContext context, DecisionFilter filter, CancellationToken cancellation)
    {
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers["X-Accel-Buffering"] = "no";
        var cursor = Cursor(context.Request);
        var underWay = new List<long>();
        var written = new StringBuilder(": edge\n\n");
        var pulse = clock.GetTimestamp();
        using var timer = new PeriodicTimer(Period, clock);
        do
        {
            if (context.Features.Get<AdminSession>() is { } session && !sessions.IsAlive(session))
                break;

            // 1: what is new
            var (decisions, dropped, until) = ring.After(cursor);
            cursor = until;

            // 2: the newest of it that was asked for
            var asked = decisions.FindAll(filter.Matches);
            dropped += Math.Max(0, asked.Count - MaxShown);
            if (dropped > 0)
                Event(written, "dropped", new DroppedEvent(dropped), null);
            foreach (var decision in asked.Skip(asked.Count - MaxShown))
            {
                Event(written, "decision", DecisionAnswer.Of(decision), $"{_start}-{decision.Sequence}");
                if (decision.End is null)
                    underWay.Add(decision.Sequence);
            }

            // 3: what became of those under way
            if (underWay.Count > MaxUnderWay)
                underWay.RemoveRange(0, underWay.Count - MaxUnderWay);
            underWay.RemoveAll(sequence => HasEnded(written, sequence));

            // 4: a sign of life
            if (written.Length == 0 && clock.GetElapsedTime(pulse) >= Pulse)
                written.Append(": alive\n\n");
            if (written.Length > 0)
            {
                pulse = clock.GetTimestamp();
                await response.WriteAsync(written.ToString(), cancellation);
                await response.Body.FlushAsync(cancellation);
                written.Clear();
            }
        }

        // 5: until the next look
        while (await timer.WaitForNextTickAsync(cancellation));
    }

    private bool HasEnded(StringBuilder written, long sequence)
    {
        if (ring.Find(sequence) is not { } decision)
            return true;
        if (decision.End is not { } end)
            return false;
        Event(written, "outcome", new OutcomeEvent(decision.Id, OutcomeAnswer.Of(end)), null);
        return true;
    }

    // Where a browser was when its connection broke, else what the page had, else from now on.
    private long Cursor(HttpRequest request)
    {
        var last = ring.Last;
        if (request.Headers["Last-Event-ID"] is [{ } id] && id.Split('-') is [var start, var number] && start == _start
            && TryRead(number, last, out var seen))
            return seen;
        return request.Query["after"] is [{ } after] && TryRead(after, last, out seen) ? seen : last;
    }

    private static bool TryRead(string text, long last, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= last;

    private static void Event<T>(StringBuilder written, string name, T data, string? id)
    {
        written.Append("event: ").Append(name).Append('\n');
        if (id is not null)
            written.Append("id: ").Append(id).Append('\n');
        written.Append("data: ").Append(JsonSerializer.Serialize(data, AdminJson.Options)).Append("\n\n");
    }
}
