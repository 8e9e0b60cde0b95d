using System.Buffers;
using System.Diagnostics;
using Edge.Mcp.Requests;

namespace Edge.Gateway.Telemetry;

/// <summary>
/// The trace that a message says it belongs to (SEP-414: <c>params._meta.traceparent</c>). A caller's word: it decides nothing.
/// </summary>
internal static class CallerTrace
{
    // W3C Trace Context, section 3.3.1.3: what a member may consist of, with the list's separators.
    private static readonly SearchValues<char> StateCharacters =
        SearchValues.Create(" !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    /// <summary>
    /// Reads the context of <paramref name="message"/>; an invalid one is ignored, and so is an invalid state beside a valid parent.
    /// </summary>
    public static bool TryRead(Message message, out ActivityContext context)
    {
        var state = message.Tracestate is { } sent && !sent.AsSpan().ContainsAnyExcept(StateCharacters) ? sent : null;
        context = default;
        return message.Traceparent is { } parent && ActivityContext.TryParse(parent, state, isRemote: true, out context);
    }
}
