using System.Globalization;
using System.Net;
using Edge.Gateway.Logging;
using Edge.Gateway.Rejections;
using Edge.Gateway.Settings;
using Edge.Mcp.Requests;
using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Text;
using Yarp.ReverseProxy.Forwarder;

namespace Edge.Gateway.Calls;

/// <summary>
/// Logs what happens to messages. Whatever callers and servers do, the lines of a second are bounded: what comes again and again is logged
/// in sums (<see cref="LogSum{TPlace,TFacts}"/>). Payloads are never logged. Thread-safe.
/// </summary>
internal sealed partial class DecisionLog : ICallObserver, IRejectionObserver, IDisposable
{
    private const string Subject = "The server ";

    private readonly ILogger _logger;
    private readonly LogSum<(string Server, string Grant, PolicyMode Mode), DeniedMessage> _denials;
    private readonly LogSum<(RefusalReason Reason, string Server, string? Header), RefusedRequest> _refusals;
    private readonly LogSum<(string Server, Type Kind), (MessageTarget Target, Exception Exception)> _breaks;
    private readonly LogSum<(string Server, int Status), (MessageTarget Target, string Grant)> _credentials;
    private readonly LogSum<(string Server, string Address, string What), (MessageTarget Target, string Grant, string Reason)> _failures;
    private readonly LogSum<(string Server, int Status), (MessageTarget Target, string Location)> _redirects;

    /// <summary>Logs to <paramref name="logger"/>; what is summed waits by <paramref name="clock"/>.</summary>
    public DecisionLog(TimeProvider clock, ILogger<DecisionLog> logger)
    {
        _logger = logger;
        _denials = new(clock, LogSumOptions.Event, Write);
        _refusals = new(clock, LogSumOptions.Condition, Write);
        _breaks = new(clock, LogSumOptions.Condition, Write);
        _credentials = new(clock, LogSumOptions.Condition, (place, facts, times) =>
            CredentialRefused(_logger, place.Server, place.Status, facts.Target, facts.Grant, times));
        _failures = new(clock, LogSumOptions.Condition, (place, facts, times) =>
            ServerFailed(_logger, place.Server, place.Address, place.What, facts.Target, facts.Grant, facts.Reason, times));
        _redirects = new(clock, LogSumOptions.Finding, (place, facts, times) =>
            Redirected(_logger, place.Server, place.Status, facts.Location, facts.Target, times));
    }

    /// <summary>Logs a message that was denied, or would have been if its policy were enforced.</summary>
    public ValueTask<bool> DecidedAsync(DecidedCall call)
    {
        var (started, decision) = (call.Call, call.Decision);
        if (decision.Outcome != DecisionOutcome.Allow && _logger.IsEnabled(LogLevel.Information))
        {
            _denials.Add(
                (started.Server, started.Caller.GrantId, decision.Mode),
                new DeniedMessage(MessageTarget.Of(started.Message, started.Context), decision.Rule, decision.Reason, call.DecisionId));
        }

        return new(true);
    }

    /// <summary>Logs a request that was refused before anything could be decided.</summary>
    public void Rejected(RejectedRequest request)
    {
        var (context, refusal) = (request.Context, request.Refusal);
        // A flood is told in sums: FloodReport.
        if (refusal.Reason == RefusalReason.Flood)
            return;
        var call = context.Features.Get<CallContext>();
        var path = call is null ? UserText.Quote(context.Request.Path.Value ?? "") : null;
        _refusals.Add(
            (refusal.Reason, call?.Route.Server ?? "", refusal.Seen?.Header),
            new RefusedRequest(
                refusal, path, call?.Message is { Method.Length: > 0 } ? MessageTarget.Of(call) : null,
                    context.Connection.RemoteIpAddress));
    }

    /// <summary>The caller left before it could be answered.</summary>
    public void CallerLeft(CallContext call)
    {
        if (_logger.IsEnabled(LogLevel.Debug))
            CallerLeft(_logger, call.Route.Server, MessageTarget.Of(call));
    }

    /// <summary>Something broke inside Edge.</summary>
    public void Broke(CallContext call, Exception exception) =>
        _breaks.Add((call.Route.Server, exception.GetType()), (MessageTarget.Of(call), exception));

    /// <summary>A server did not take the credential that Edge showed it in its callers' place.</summary>
    public void CredentialRefused(CallContext call, int status) =>
        _credentials.Add((call.Route.Server, status), (MessageTarget.Of(call), call.Caller.GrantId));

    /// <summary>A server answered with a redirect.</summary>
    public void Redirected(CallContext call, int status, Uri? location)
    {
        // Its path and query are the server's, and may hold a secret.
        var target = location switch
        {
            null => "nowhere",
            { IsAbsoluteUri: true } => location.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped),
            _ => "another path",
        };
        _redirects.Add((call.Route.Server, status), (MessageTarget.Of(call), target));
    }

    /// <summary>A server answered with a status that carries no answer to a call.</summary>
    public void NoAnswer(CallContext call, int status) => _failures.Add(
        (call.Route.Server, AddressOf(call.Context) ?? "-", string.Create(CultureInfo.InvariantCulture, $"answered with status {status}")),
        (MessageTarget.Of(call), call.Caller.GrantId, "that is no answer to a call"));

    /// <summary>A server did not answer, or not to the end; what callers do is not logged.</summary>
    /// <param name="call">The message.</param>
    /// <param name="message">What the caller reads of it.</param>
    /// <param name="error">What YARP found; null where Edge itself stopped waiting.</param>
    public void ServerFailed(CallContext call, string message, IForwarderErrorFeature? error)
    {
        if (error?.Error is ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled or ForwarderError.RequestBodyClient
            or ForwarderError.ResponseBodyCanceled or ForwarderError.ResponseBodyClient)
            return;
        var what = message.StartsWith(Subject, StringComparison.Ordinal) ? message[Subject.Length..].TrimEnd('.') : "gave no whole answer";
        var reason = error?.Error == ForwarderError.NoAvailableDestinations ? "no destination is healthy"
            : error?.Exception is { } e ? UserText.Printable(e.GetBaseException().Message.TrimEnd('.')) : "no answer in time";
        _failures.Add(
            (call.Route.Server, AddressOf(call.Context) ?? "-", what),
            (MessageTarget.Of(call), call.Caller.GrantId, reason));
    }

    /// <summary>Logs the sums that wait.</summary>
    public void Dispose()
    {
        _denials.Dispose();
        _refusals.Dispose();
        _breaks.Dispose();
        _credentials.Dispose();
        _failures.Dispose();
        _redirects.Dispose();
    }

    private static string? AddressOf(HttpContext context) =>
        context.GetReverseProxyFeature().ProxiedDestination is { } destination ? ShownAddress.Of(destination.Model.Config.Address) : null;

    private void Write((string Server, string Grant, PolicyMode Mode) place, DeniedMessage denied, Occurrences times)
    {
        var (method, name) = denied.Target;
        var reason = denied.Reason.ToSlug();
        if (place.Mode == PolicyMode.Shadow)
            WouldDeny(_logger, method, name, place.Server, place.Grant, denied.Rule, reason, denied.DecisionId, times);
        else
            Denied(_logger, method, name, place.Server, place.Grant, denied.Rule, reason, denied.DecisionId, times);
    }

    private void Write((RefusalReason Reason, string Server, string? Header) place, RefusedRequest refused, Occurrences times)
    {
        // Where headers and body disagree, client or proxy is broken, and nothing else says so.
        var level = place.Reason == RefusalReason.HeaderMismatch ? LogLevel.Warning : LogLevel.Information;
        var (reason, seen) = (place.Reason.Slug(), Say(refused.Refusal.Seen));
        var target = refused.Path ?? (refused.Target is { } message ? $"'{place.Server}' ({message})" : $"'{place.Server}'");
        Refused(_logger, level, refused.Address, target, refused.Refusal.Status, reason, seen, times);
    }

    private void Write((string Server, Type Kind) place, (MessageTarget Target, Exception Exception) facts, Occurrences times) =>
        Broke(
            _logger, times == Occurrences.Single ? facts.Exception : null, place.Server, facts.Target,
            UserText.Printable(facts.Exception.Message), times);

    private static string Say(Disagreement? seen)
    {
        return seen is null ? "" : $": {seen.Header} is {Quote(seen.InHeader)}, and the body says {Quote(seen.InBody)}";

        static string Quote(string? text) => text is null ? "nothing" : UserText.Quote(text);
    }

    private readonly record struct DeniedMessage(MessageTarget Target, string Rule, DecisionReason Reason, string DecisionId);

    private readonly record struct RefusedRequest(Refusal Refusal, string? Path, MessageTarget? Target, IPAddress? Address);

    [LoggerMessage(
        200, LogLevel.Information,
        "Denied '{Method}' {Target} on '{Server}' to '{Grant}' by rule '{Rule}': {Reason} ({DecisionId}){Times}.",
        EventName = nameof(Denied))]
    private static partial void Denied(
        ILogger logger, string method, string target, string server, string grant, string rule, string reason, string decisionId,
        Occurrences times);

    [LoggerMessage(
        201, LogLevel.Information,
        "In shadow, '{Method}' {Target} on '{Server}' from '{Grant}' would be denied by rule '{Rule}': {Reason} ({DecisionId}){Times}.",
        EventName = nameof(WouldDeny))]
    private static partial void WouldDeny(
        ILogger logger, string method, string target, string server, string grant, string rule, string reason, string decisionId,
        Occurrences times);

    [LoggerMessage(
        EventId = 202, Message = "Refused a request from {Address} to {Target} with status {Status}: {Reason}{Seen}{Times}.",
        EventName = nameof(Refused))]
    private static partial void Refused(
        ILogger logger, LogLevel level, IPAddress? address, string target, int status, string reason, string seen, Occurrences times);

    [LoggerMessage(
        203, LogLevel.Error, "Could not decide a message for '{Server}' ({Target}); it was not forwarded: {Problem}{Times}.",
        EventName = nameof(Broke))]
    private static partial void Broke(
        ILogger logger, Exception? exception, string server, MessageTarget target, string problem, Occurrences times);

    [LoggerMessage(204, LogLevel.Debug, "A caller of '{Server}' ({Target}) left before it was answered.", EventName = nameof(CallerLeft))]
    private static partial void CallerLeft(ILogger logger, string server, MessageTarget target);

    [LoggerMessage(
        205, LogLevel.Warning, "Server '{Server}' refused Edge's credential with status {Status}, in {Target} of '{Grant}'{Times}.",
        EventName = nameof(CredentialRefused))]
    private static partial void CredentialRefused(
        ILogger logger, string server, int status, MessageTarget target, string grant, Occurrences times);

    [LoggerMessage(
        209, LogLevel.Warning, "Server '{Server}' at {Address} {What}, in {Target} of '{Grant}': {Reason}{Times}.",
        EventName = nameof(ServerFailed))]
    private static partial void ServerFailed(
        ILogger logger, string server, string address, string what, MessageTarget target, string grant, string reason, Occurrences times);

    [LoggerMessage(
        210, LogLevel.Warning,
        "Server '{Server}' answered with status {Status}, a redirect to {Location}, which is not followed: "
        + "set the cluster's address to where it leads ({Target}){Times}.",
        EventName = nameof(Redirected))]
    private static partial void Redirected(
        ILogger logger, string server, int status, string location, MessageTarget target, Occurrences times);
}
