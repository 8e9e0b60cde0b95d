using Edge.Testing;

namespace Edge.EndToEnd.Revisions;

/// <summary>An event stream, read event by event.</summary>
internal sealed class RawStream(HttpResponseMessage response, StreamReader lines) : IDisposable
{
    /// <summary>Until the next notice of changed tools; the id of its event.</summary>
    public Task<string> NextNoticeAsync() => Deadline.Within(ReadNoticeAsync(), "a notice of changed tools");

    public void Dispose()
    {
        lines.Dispose();
        response.Dispose();
    }

    private async Task<string> ReadNoticeAsync()
    {
        string? id = null;
        while (await lines.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                id = line["id: ".Length..];
            if (line.Contains("notifications/tools/list_changed", StringComparison.Ordinal))
                return id ?? throw new InvalidOperationException("the notice came in an event without an id");
        }

        throw new InvalidOperationException("the stream ended without a notice");
    }
}
