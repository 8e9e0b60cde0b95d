using System.Buffers;
using Edge.Mcp.Requests;

namespace Edge.Mcp.Responses;

/// <summary>Reads the whole body of an answer to a list request and filters it.</summary>
internal static class JsonListBody
{
    private const int ReadSize = 16 * 1024;

    // What is announced is taken at once up to here, with room to see that nothing follows; more is taken as it comes.
    private const int MaxAnnounced = 256 * 1024;

    /// <summary>
    /// Reads at most the filter's <see cref="ListFilterOptions.MaxMessageBytes"/> from <paramref name="body"/>, which stays open.
    /// What is no JSON in UTF-8, compressed or too long, or finds no room in <paramref name="pool"/>, is withheld; an empty body passes.
    /// Exceptions of the body pass through.
    /// </summary>
    /// <remarks>(1) judge the head, (2) read, bounded, (3) filter.</remarks>
    public static async ValueTask<JsonListAnswer> ReadAsync(
        Stream body, JsonListHead head, ListFilter filter, ArrayPool<byte> pool, CancellationToken cancellation)
    {
        using var gathered = new GatheredBody(pool);
        PooledBuffer? input = null;
        var output = new PooledBuffer(pool);
        try
        {
            // 1: nothing is in an empty body, whatever its head says
            var refusal = RefusalOf(head, filter.Options);
            if (refusal == WithheldReason.TooLong)
                return new JsonListAnswer(filter.Withhold(refusal), null);

            // 2
            if (refusal == WithheldReason.None && head.ContentLength is > 0 and < MaxAnnounced)
                gathered.GetMemory((int)head.ContentLength + ReadSize);
            int read;
            do
            {
                read = await body.ReadAsync(gathered.GetMemory(ReadSize), cancellation).ConfigureAwait(false);
                gathered.Advance(read);
                if (gathered.Length > filter.Options.MaxMessageBytes)
                    return new JsonListAnswer(filter.Withhold(WithheldReason.TooLong), null);
                if (refusal != WithheldReason.None && read > 0)
                    return new JsonListAnswer(filter.Withhold(refusal), null);
            }
            while (read > 0);

            if (gathered.Length == 0)
                return new JsonListAnswer(new ListFilterResult(ListFilterStatus.Unchanged), null);

            // 3; not on a socket's thread, where others would wait
            if (gathered.Length > MaxAnnounced)
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            input = gathered.Join();
            var result = filter.Apply(input.Span, output, resultAllowed: head.StatusCode is >= 200 and < 300);
            if (result.Status == ListFilterStatus.NoJson && filter.Options.IsListExpected)
                result = filter.Withhold(WithheldReason.NotJson);
            var sent = result.Status switch
            {
                ListFilterStatus.Unchanged or ListFilterStatus.NoJson => input,
                ListFilterStatus.Rewritten => output,
                _ => null,
            };
            if (sent == input)
                input = null;
            else if (sent == output)
                output = null;
            return new JsonListAnswer(result, sent);
        }
        catch (BuffersFullException)
        {
            return new JsonListAnswer(filter.Withhold(WithheldReason.NoRoom), null);
        }
        finally
        {
            input?.Dispose();
            output?.Dispose();
        }
    }

    private static WithheldReason RefusalOf(JsonListHead head, ListFilterOptions options)
    {
        if (head.ContentLength > options.MaxMessageBytes)
            return WithheldReason.TooLong;
        if (!ResponseMediaType.IsIdentity(head.ContentEncoding))
            return WithheldReason.ContentEncoding;
        return ResponseMediaType.FormatOf(head.ContentType) == ResponseFormat.Json ? WithheldReason.None : WithheldReason.MediaType;
    }
}
