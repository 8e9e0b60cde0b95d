using Edge.Mcp.Requests;
using Edge.Policy.Documents;
using Edge.Policy.Evaluation;
using Edge.Telemetry;

namespace Edge.Enforcement;

/// <summary>Records what happens to a message: spans, and one log line for each denial and refusal. Payloads are never recorded. Thread-safe.</summary>
internal sealed partial class DecisionRecorder(CallSpan spans, TimeProvider clock, ILogger<DecisionRecorder> logger)
{
    /// <summary>A message was read: its span begins.</summary>
    public void Start(Exchange exchange)
    {
        if (exchange.Message is { } message)
            exchange.Span = spans.Start(exchange, message);
    }

    /// <summary>A message was decided.</summary>
    public void Decided(Exchange exchange)
    {
        exchange.DecisionId = DecisionId.New(clock);
        var decision = exchange.Decision ?? throw new InvalidOperationException("Nothing was decided.");
        CallSpan.Decided(exchange, decision);
        if (decision.Outcome == DecisionOutcome.Allow || !logger.IsEnabled(LogLevel.Information))
            return;
        var method = exchange.Message?.Method ?? exchange.Context.Request.Method;
        // A tool's name is plain; a prompt's may be any text, and would write lines of its own.
        var target = exchange.Message switch
        {
            { ToolName: { } tool } => $"'{tool}'",
            { PromptName: { } prompt } => UserText.Quote(prompt),
            _ => "''",
        };
        if (decision.Mode == PolicyMode.Shadow)
            Log.WouldDeny(logger, method, target, exchange.Route.Server, exchange.Caller.GrantId, decision.Rule, decision.Reason.ToSlug(), exchange.DecisionId);
        else
            Log.Denied(logger, method, target, exchange.Route.Server, exchange.Caller.GrantId, decision.Rule, decision.Reason.ToSlug(), exchange.DecisionId);
    }

    /// <summary>A request was refused before anything could be decided.</summary>
    public void Refused(HttpContext context, Refusal refusal)
    {
        // A flood is told in sums: FloodReport.
        if (refusal.Reason != RefusalReason.Flood)
            Log.Refused(logger, refusal.Reason.Slug(), context.Connection.RemoteIpAddress, refusal.Status);
    }

    /// <summary>The caller left before it could be answered.</summary>
    public void CallerLeft(Exchange exchange) => Log.CallerLeft(logger, exchange.Route.Server);

    /// <summary>Something broke inside Edge.</summary>
    public void Broke(Exchange exchange, Exception exception) =>
        Log.Broke(logger, exception, exchange.Route.Server);

    /// <summary>A server did not take what Edge showed it in its callers' place.</summary>
    public void CredentialRefused(Exchange exchange, int status) =>
        Log.CredentialRefused(logger, exchange.Route.Server, status, exchange.Caller.GrantId);

    /// <summary>The exchange ended.</summary>
    public static void Close(Exchange exchange) => CallSpan.Close(exchange);

    private static partial class Log
    {
        [LoggerMessage(200, LogLevel.Information, "Denied '{Method}' {Target} on '{Server}' to '{Grant}' by rule '{Rule}': {Reason} ({DecisionId}).", EventName = nameof(Denied))]
        public static partial void Denied(ILogger logger, string method, string target, string server, string grant, string rule, string reason, string decisionId);

        [LoggerMessage(201, LogLevel.Information, "In shadow, '{Method}' {Target} on '{Server}' from '{Grant}' would be denied by rule '{Rule}': {Reason} ({DecisionId}).", EventName = nameof(WouldDeny))]
        public static partial void WouldDeny(ILogger logger, string method, string target, string server, string grant, string rule, string reason, string decisionId);

        [LoggerMessage(202, LogLevel.Information, "Refused a request from {Address} with status {Status}: {Reason}.", EventName = nameof(Refused))]
        public static partial void Refused(ILogger logger, string reason, System.Net.IPAddress? address, int status);

        [LoggerMessage(204, LogLevel.Debug, "A caller of '{Server}' left before it was answered.", EventName = nameof(CallerLeft))]
        public static partial void CallerLeft(ILogger logger, string server);

        [LoggerMessage(203, LogLevel.Error, "Could not decide a message for '{Server}'; it was not forwarded.", EventName = nameof(Broke))]
        public static partial void Broke(ILogger logger, Exception exception, string server);

        [LoggerMessage(204, LogLevel.Warning, "Server '{Server}' refused Edge's credential with status {Status}, in a call of '{Grant}'.", EventName = nameof(CredentialRefused))]
        public static partial void CredentialRefused(ILogger logger, string server, int status, string grant);
    }
}
