using System.Buffers;
using System.Text;
using Edge.Mcp.Responses;

namespace Edge.Tests.Mcp.Responses;

/// <summary>Runs the filters over text.</summary>
internal static class Filters
{
    public const string Withheld = "(withheld)";

    public static ListFilterOptions Seeing(params string[] names) => new() { Predicate = new OnlyNames(names) };

    /// <summary>What a caller who may see <c>a</c>, <c>b</c> and <c>c</c> gets of a JSON message.</summary>
    public static string Apply(string message) => Apply(Encoding.UTF8.GetBytes(message), Seeing("a", "b", "c")).Text;

    public static (string Text, ListFilterResult Result) Apply(byte[] message, ListFilterOptions options, bool resultAllowed = true)
    {
        using var output = new PooledBuffer(ArrayPool<byte>.Shared);
        var result = new ListFilter(options).Apply(message, output, resultAllowed);
        return (result.Status switch
        {
            ListFilterStatus.Unchanged => Encoding.UTF8.GetString(message),
            ListFilterStatus.Rewritten => Encoding.UTF8.GetString(output.Span),
            _ => Withheld,
        }, result);
    }

    /// <summary>The whole of a filtered event stream that comes in the pieces that the cuts make.</summary>
    public static async Task<byte[]> StreamAsync(byte[] bytes, ListFilter filter, string? requestId, params int[] cuts)
    {
        var pool = new CountingPool();
        await using var stream = new SseFilterStream(
            ScriptedStream.Of(bytes, cuts), filter, requestId is null ? null : Encoding.UTF8.GetBytes(requestId), pool);
        using var output = new MemoryStream();
        await stream.CopyToAsync(output);
        return output.ToArray();
    }

    public static async Task<string> StreamAsync(string text, string? requestId = "7", params int[] cuts) =>
        Encoding.UTF8.GetString(await StreamAsync(Encoding.UTF8.GetBytes(text), new ListFilter(Seeing("a", "b", "c")), requestId, cuts));
}
