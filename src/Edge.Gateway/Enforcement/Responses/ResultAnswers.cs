using Edge.Gateway.Calls;
using Edge.Mcp.Requests;
using Edge.Mcp.Responses;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Transforms;

namespace Edge.Gateway.Enforcement.Responses;

/// <summary>Hands answers on that a policy's <c>results</c> are about, judged and whole (docs/results.md). Thread-safe.</summary>
internal sealed class ResultAnswers(ResultSettings settings, RememberedCalls remembered, LargeMessages large, TimeProvider clock)
{
    private const int ReadSize = 16 * 1024;
    private const string NoJson = "the text of its answer was withheld, because it could not be searched";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private static readonly string[] OfTheBytes =
        [HeaderNames.ETag, HeaderNames.ContentMD5, HeaderNames.AcceptRanges, "Digest", "Content-Digest", "Repr-Digest"];

    /// <summary>Who judges the messages of an exchange; null where its policy says nothing that could be about them.</summary>
    public MessageResults? JudgeOf(CallContext exchange, ServerAnswer answer)
    {
        if (exchange.Snapshot.Policy.Results.ForUnknown is null)
            return null;
        // Outside of a session a request brings its own answer alone.
        var judge = new MessageResults(exchange, answer, remembered, settings.MaxHeldBytes);
        return judge.JudgesBodies || exchange.SessionId is not null ? judge : null;
    }

    /// <summary>Reads a body, judges it and writes what goes on in its place.</summary>
    /// <remarks>
    /// (1) read it whole, bounded; without room the server is read on for up to 10 s later; (2) an empty body passes; (3) judge it, a large
    /// one in its turn; (4) write it, without what described the server's bytes.
    /// </remarks>
    /// <param name="exchange">The exchange.</param>
    /// <param name="transform">The answer; its body is written here.</param>
    /// <param name="body">The body in plain, or null where its encoding is not read; owned.</param>
    /// <param name="format">Its format.</param>
    /// <param name="judge">Judges it.</param>
    /// <param name="pool">Lends the memory.</param>
    public async ValueTask HandOnAsync(
        CallContext exchange, ResponseTransformContext transform, Stream body, ResponseFormat format, MessageResults judge,
            BudgetedArrays pool)
    {
        transform.SuppressResponseBody = true;
        var response = exchange.Context.Response;
        await using (body)
        {
            // 1
            using var gathered = new GatheredBody(pool);
            if (!await ReadAsync(gathered, body, transform.CancellationToken))
            {
                if (judge.EnforcesOwn)
                    await WriteAsync(exchange, judge.Unheld());
                else
                    await PassAsync(exchange, gathered, body, transform.CancellationToken);
                return;
            }

            // 2
            exchange.ServerAnswer!.Answered();
            using var whole = gathered.Join();
            if (whole.Length == 0)
            {
                exchange.ServerAnswer.Ended(OutcomeScanner.Of(format, []));
                return;
            }

            // 3
            if (format != ResponseFormat.Json && judge.EnforcesOwn)
            {
                await WriteUnreadableAsync(exchange, judge);
                return;
            }

            var edited = await JudgeAsync(judge, whole, transform.CancellationToken);

            // 4; a body that is no message answers nobody
            if (edited is { IsEmpty: true })
                await WriteUnreadableAsync(exchange, judge);
            else if (edited is { } other)
                await WriteAsync(exchange, other);
            else
            {
                response.ContentLength = whole.Length;
                await response.Body.WriteAsync(whole.Memory, transform.CancellationToken);
                exchange.ServerAnswer.Ended(OutcomeScanner.Of(format, whole.Span));
            }
        }
    }

    /// <summary>Judges a list that was filtered; null where it goes on as it is.</summary>
    public ValueTask<ReadOnlyMemory<byte>?> JudgeAsync(MessageResults judge, ReadOnlyMemory<byte> list, CancellationToken cancellation) =>
        EnterAsync(judge, list, cancellation);

    private ValueTask<ReadOnlyMemory<byte>?> JudgeAsync(MessageResults judge, PooledBuffer whole, CancellationToken cancellation) =>
        EnterAsync(judge, whole.Memory, cancellation);

    private async ValueTask<ReadOnlyMemory<byte>?> EnterAsync(
        MessageResults judge, ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        using (await large.EnterAsync(message.Length, cancellation))
            return judge.Judge(message.Span);
    }

    // False where it is longer than may be held, or there is no room for it.
    private async ValueTask<bool> ReadAsync(GatheredBody gathered, Stream body, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            Memory<byte> room;
            try
            {
                room = gathered.GetMemory(ReadSize);
            }
            catch (BuffersFullException)
            {
                if (clock.GetElapsedTime(began) > Patience)
                    return false;
                await Task.Delay(Pause, clock, cancellation);
                continue;
            }

            var read = await body.ReadAsync(room, cancellation);
            if (read == 0)
                return true;
            gathered.Advance(read);
            if (gathered.Length > settings.MaxHeldBytes)
                return false;
            began = clock.GetTimestamp();
        }
    }

    private static async ValueTask PassAsync(CallContext exchange, GatheredBody gathered, Stream body, CancellationToken cancellation)
    {
        var response = exchange.Context.Response;
        using (var head = gathered.Join())
            await response.Body.WriteAsync(head.Memory, cancellation);
        await body.CopyToAsync(response.Body, cancellation);
        exchange.ServerAnswer!.Answered();
    }

    private static Task WriteUnreadableAsync(CallContext exchange, MessageResults judge)
    {
        var response = exchange.Context.Response;
        if (response.StatusCode >= StatusCodes.Status400BadRequest)
            return FaultAnswer.WriteAsync(exchange,
                response.StatusCode, $"The server answered with status {response.StatusCode}; {NoJson}.");
        var error = judge.Unreadable();
        if (!error.IsEmpty)
            return WriteAsync(exchange, error);
        FaultAnswer.WithoutBody(response);
        return Task.CompletedTask;
    }

    private static async Task WriteAsync(CallContext exchange, ReadOnlyMemory<byte> body)
    {
        var response = exchange.Context.Response;
        if (body.IsEmpty)
        {
            FaultAnswer.WithoutBody(response);
            return;
        }

        foreach (var name in OfTheBytes)
            response.Headers.Remove(name);
        response.Headers.ContentEncoding = default;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, exchange.Context.RequestAborted);
        exchange.ServerAnswer!.Ended(OutcomeScanner.Of(ResponseFormat.Json, body.Span));
    }
}
