using System.Buffers;
using System.IO.Pipelines;
using Edge.Fuzz.Generation;
using Edge.Mcp;
using Edge.Mcp.Requests;
using Edge.Testing;
using Microsoft.AspNetCore.Http;

namespace Edge.Fuzz.Headers;

/// <summary>Lets a body arrive in pieces, announced rightly or not, in time or not, and reads it as Edge does.</summary>
internal static class BodyArrival
{
    private static readonly WireOptions Options = new();

    /// <summary>The refusal, or null when what was read is what was sent; anything else is said in <paramref name="report"/>.</summary>
    public static async Task<Refusal?> ReadAsync(SplitMix dice, DefaultHttpContext context, byte[] body, Action<string> report)
    {
        var clock = new ManualTimeProvider();
        var budget = new BufferBudget(dice.OneIn(50) ? 1024 : Options.MaxBufferedBytes);
        var reader = new RequestBodyReader(Options, new SegmentPool(budget, ArrayPool<byte>.Shared), clock);
        var pipe = new Pipe();
        context.Request.Body = pipe.Reader.AsStream();
        context.Request.ContentLength = dice.Below(40) switch
        {
            0 => body.Length + 1,
            1 => Math.Max(0, body.Length - 1),
            < 20 => body.Length,
            _ => null
        };
        var stalls = dice.OneIn(40);
        var maxBytes = dice.OneIn(40) ? body.Length - 1 : Options.MaxRequestBytes;

        var reading = reader.ReadAsync(context, maxBytes).AsTask();
        var start = 0;
        foreach (var end in Cuts.Of(dice, body.Length))
        {
            await pipe.Writer.WriteAsync(body.AsMemory(start, end - start));
            start = end;
        }

        if (stalls)
            clock.Advance(Options.BodyTimeout);
        else
            await pipe.Writer.CompleteAsync();
        var read = await reading;
        using var taken = read.Body;
        if (taken is not null && !taken.Bytes.ToArray().AsSpan().SequenceEqual(body))
            report("the body that is judged is not the one that was sent");
        if (taken is null && budget.Held != 0)
            report("a refused body holds memory");
        return read.Refusal;
    }
}
