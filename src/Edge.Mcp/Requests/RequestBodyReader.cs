using System.Buffers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Edge.Mcp.Requests;

/// <summary>Reads a request's body whole, within its bounds of size, time and memory. Thread-safe.</summary>
/// <remarks>(1) refuse what announces too much, (2) take memory, (3) read as bytes come, (4) refuse what is not all there.</remarks>
internal sealed class RequestBodyReader(WireOptions options, SegmentPool pool, TimeProvider time)
{
    private static readonly Refusal TooSlow = new()
    {
        Reason = RefusalReason.BodyTimeout,
        Status = StatusCodes.Status408RequestTimeout,
        RpcCode = RpcCodes.InvalidRequest,
        Message = "Send the whole body sooner: it did not arrive in time.",
        ClosesConnection = true,
    };

    private static readonly Refusal Incomplete = new()
    {
        Reason = RefusalReason.BodyIncomplete,
        RpcCode = RpcCodes.InvalidRequest,
        Message = "Send as many bytes as Content-Length says, in well-formed chunks if there is none.",
        ClosesConnection = true,
    };

    private static readonly Refusal Full = new()
    {
        Reason = RefusalReason.BuffersFull,
        Status = StatusCodes.Status503ServiceUnavailable,
        RpcCode = RpcCodes.InternalError,
        Message = "Try again in a second: too many request bodies are being read at once.",
        RetryAfterSeconds = 1,
        ClosesConnection = true,
    };

    /// <summary>
    /// Reads at most <paramref name="maxBytes"/> bytes. Throws <see cref="OperationCanceledException"/> or <see cref="IOException"/> when
    /// the caller leaves, and holds nothing then.
    /// </summary>
    public async ValueTask<BodyReading> ReadAsync(HttpContext context, long maxBytes)
    {
        // 1: what is announced
        var announced = context.Request.ContentLength;
        if (announced > maxBytes)
            return new(TooLarge(maxBytes));

        var body = new RequestBody(pool, ClientNetwork.Of(context.Connection.RemoteIpAddress));
        Refusal? refusal = Incomplete;
        try
        {
            // 2: a small body of known length lies in one piece of its size
            if (announced is > 0 and < SegmentPool.MaxSegmentBytes && !body.TryReserve(SegmentPool.SizeFor(announced.Value)))
                refusal = Full;
            else
                refusal = await FillAsync(context, body, maxBytes);

            // 4: all of it
            if (refusal is null && announced is not null && announced != body.Length)
                refusal = Incomplete;
        }
        catch (BadHttpRequestException malformed)
        {
            refusal = RefusalFor(malformed, maxBytes);
        }
        catch (IOException e) when (IsMalformed(context, e))
        {
            refusal = Incomplete;
        }
        finally
        {
            if (refusal is not null)
                body.Dispose();
        }

        return refusal is null ? new(body) : new(refusal);
    }

    /// <summary>Refuses the body of a request that may have none. One without bytes is none, however it is framed.</summary>
    public async ValueTask<Refusal?> RefuseAnyAsync(HttpContext context)
    {
        // HTTP/2 alone says that there may be a body, and its end may come in a frame of its own.
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true } || context.Request.ContentLength == 0)
            return null;
        var reading = await ReadAsync(context, maxBytes: 0);
        reading.Body?.Dispose();
        return reading.Refusal is { Reason: RefusalReason.BodyTooLarge } ? Refusals.UnexpectedBody : reading.Refusal;
    }

    // Kestrel's word for some broken chunks, such as a size beyond 64 bits. A caller that left is no mistake in what it sent.
    private static bool IsMalformed(HttpContext context, IOException e) =>
        e is not ConnectionResetException && !context.RequestAborted.IsCancellationRequested;

    // 3: as bytes come
    private async ValueTask<Refusal?> FillAsync(HttpContext context, RequestBody body, long maxBytes)
    {
        var reader = context.Request.BodyReader;
        using var deadline = new BodyDeadline(reader, options.BodyTimeout, time);
        while (true)
        {
            var reading = reader.ReadAsync(context.RequestAborted);
            if (!reading.IsCompleted)
                deadline.Start();
            var read = await reading;
            if (read.IsCanceled || deadline.IsOver)
            {
                // What was read must be taken before the connection can be closed in good order.
                reader.AdvanceTo(read.Buffer.End);
                return TooSlow;
            }

            var refusal = Take(body, read.Buffer, maxBytes);
            reader.AdvanceTo(read.Buffer.End);
            if (refusal is not null || read.IsCompleted)
                return refusal;
        }
    }

    private static Refusal? Take(RequestBody body, in ReadOnlySequence<byte> bytes, long maxBytes)
    {
        if (bytes.Length > maxBytes - body.Length)
            return TooLarge(maxBytes);
        foreach (var piece in bytes)
        {
            if (!body.TryAppend(piece.Span))
                return Full;
        }

        return null;
    }

    private static Refusal TooLarge(long maxBytes) => new()
    {
        Reason = RefusalReason.BodyTooLarge,
        Status = StatusCodes.Status413PayloadTooLarge,
        RpcCode = RpcCodes.InvalidRequest,
        Message = $"Send a smaller message: a body may have at most {maxBytes} bytes.",
        ClosesConnection = true,
    };

    // Kestrel's own limits, which stand behind ours: size, rate, framing.
    private static Refusal RefusalFor(BadHttpRequestException malformed, long maxBytes) => malformed.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => TooLarge(maxBytes),
        StatusCodes.Status408RequestTimeout => TooSlow,
        _ => Incomplete,
    };
}
