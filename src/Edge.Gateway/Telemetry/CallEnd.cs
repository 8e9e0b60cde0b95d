using System.Globalization;
using Edge.Gateway.Calls;
using Edge.Mcp.Responses;

namespace Edge.Gateway.Telemetry;

/// <summary>What became of a call, in the words of OpenTelemetry's MCP conventions.</summary>
/// <param name="ErrorType">Why it failed, from a short list or a code; null when it did not.</param>
/// <param name="RpcCode">The code of the JSON-RPC error that answered it; null for none.</param>
internal readonly record struct CallEnd(string? ErrorType, long? RpcCode)
{
    private const string ToolError = "tool_error";
    private const string CallerLeft = "caller_left";
    private const string Incomplete = "incomplete";

    /// <summary>The code as it is written.</summary>
    public string? RpcStatus => RpcCode?.ToString(CultureInfo.InvariantCulture);

    /// <summary>Looks at a call that has ended.</summary>
    public static CallEnd Of(in EndedCall call)
    {
        var context = call.Call.Context;
        var status = context.Response.StatusCode;
        return (call.OwnAnswer ?? call.Outcome) switch
        {
            { Kind: OutcomeKind.ToolError } => new(ToolError, null),
            { Kind: OutcomeKind.RpcError, ErrorCode: { } code } => new(Text(code), code),
            { Kind: OutcomeKind.RpcError } => new("_OTHER", null),
            // Clients hang up once they have read the answer: that is no failure.
            { Kind: OutcomeKind.Result } => default,
            _ when call.Decision is { Forwards: false } => new(ToolError, null),
            _ when context.RequestAborted.IsCancellationRequested => new(CallerLeft, null),
            _ when status >= StatusCodes.Status400BadRequest => new(Text(status), null),
            { Completed: false } => new(Incomplete, null),
            _ => default,
        };
    }

    private static string Text(long code) => code.ToString(CultureInfo.InvariantCulture);
}
