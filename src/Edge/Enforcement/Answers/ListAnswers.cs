using System.Runtime.CompilerServices;
using Edge.Mcp;
using Edge.Mcp.Requests;
using Edge.Mcp.Responses;
using Edge.Policy.Documents;
using Edge.Policy.Evaluation;
using Edge.Telemetry.Metrics;
using Edge.Watching;
using Yarp.ReverseProxy.Transforms;

namespace Edge.Enforcement.Answers;

/// <summary>Filters the answers that may carry lists: those to list requests, and GET streams, where an older answer may be replayed. Thread-safe.</summary>
internal sealed class ListAnswers(ToolLabels labels, BufferBudget budget, SegmentArrays arrays, ServerRecords servers, ListLog log)
{
    // A list that depends on the caller may be kept for as long as a changed policy should take to be seen.
    private const long MaxTtlMs = 5_000;

    // Those for whom a list depends on no caller, but is marked as if it did, because another grant may be ruled by another policy.
    private static readonly object Grants = new();
    private static readonly object Everybody = new();

    private readonly ConditionalWeakTable<CompiledPolicy, FilteredLists> _filtered = [];

    /// <summary>
    /// Whether the answer to this exchange is filtered: to a list request, on a GET stream, and of any request in a session, because servers
    /// match answers to requests by id within a session, and a caller may use an id twice. In shadow no list is filtered.
    /// </summary>
    public static bool MayCarryList(Exchange exchange) =>
        exchange.Snapshot.Policy.Mode == PolicyMode.Enforce
        && (exchange.Message is { } message
            ? exchange.SessionId is not null
                || message.Method is Methods.ToolsList or Methods.ResourcesList or Methods.ResourcesTemplatesList or Methods.PromptsList
            : exchange.Context.Request.Method == HttpMethods.Get);

    /// <summary>Learns which tools there are from a list that is not filtered.</summary>
    public Stream Observe(Exchange exchange, Stream body, ResponseFormat format) => exchange.Message?.Method == Methods.ToolsList
        ? new ListedToolsStream(body, format, labels.ListedBy(exchange.Route.Server), ArraysFor(exchange))
        : body;

    /// <summary>Filters; true when the answer was written here, false when its content was wrapped for YARP to copy.</summary>
    public async ValueTask<bool> ApplyAsync(Exchange exchange, ResponseTransformContext transform, Stream body, ResponseFormat format)
    {
        var response = exchange.Context.Response;
        var policy = exchange.Snapshot.Policy;
        var byGrant = exchange.Access.IsByGrant;
        var filter = new ListFilter(new ListFilterOptions
        {
            Predicate = new ListPredicate(policy, exchange.Caller),
            DependsOnCaller = byGrant || policy.ListingDependsOnCaller,
            MaxTtlMs = MaxTtlMs,
            OnListedTool = labels.ListedBy(exchange.Route.Server),
            OnInvalidEntry = entry => Invalid(exchange.Route.Server, entry),
            Known = _filtered.GetOrCreateValue(policy),
            Audience = policy.ListingDependsOnCaller ? exchange.Caller : byGrant ? Grants : Everybody,
        });
        // An error status is no stream of answers: read whole, its result is withheld whatever its form.
        var isStream = format == ResponseFormat.EventStream && response.StatusCode is >= 200 and < 300;
        if (isStream && ResponseMediaType.IsIdentity(response.Headers.ContentEncoding))
        {
            response.ContentLength = null;
            response.Headers.ETag = default;
            var filtered = new SseFilterStream(body, filter, exchange.AnswerId.Raw, ArraysFor(exchange));
            transform.ProxyResponse!.Content = new StreamContent(new OutcomeObservingStream(filtered, format, outcome => Ended(exchange, filter, outcome)));
            return false;
        }

        transform.SuppressResponseBody = true;
        var head = new JsonListHead(response.StatusCode, response.Headers.ContentType, response.Headers.ContentEncoding, response.ContentLength);
        await using (body)
        {
            using var answer = await JsonListBody.ReadAsync(body, head, filter, ArraysFor(exchange), transform.CancellationToken);
            if (answer.Result.Status == ListFilterStatus.Withheld)
            {
                log.Withheld(exchange, answer.Result.Reason);
                if (answer.Result.Reason == WithheldReason.NoRoom)
                {
                    await FaultAnswer.WriteAsync(exchange, StatusCodes.Status503ServiceUnavailable, "Try again in a second: too many lists are being read at once.", retryAfter: "1");
                    return true;
                }

                var status = response.StatusCode < StatusCodes.Status400BadRequest ? StatusCodes.Status502BadGateway : response.StatusCode;
                await FaultAnswer.WriteAsync(exchange, status, "The server's list could not be read safely and was withheld.");
                return true;
            }

            if (answer.Result.Status == ListFilterStatus.Rewritten)
                response.Headers.ETag = default;
            response.ContentLength = answer.Body.Length;
            await response.Body.WriteAsync(answer.Body, transform.CancellationToken);
            Ended(exchange, filter, OutcomeScanner.Of(ResponseFormat.Json, answer.Body.Span));
        }

        return true;
    }

    // What is held of a list is counted with the bodies of requests (wire.md, Requests, item 3).
    private BudgetedArrays ArraysFor(Exchange exchange) =>
        new(budget, ClientNetwork.Of(exchange.Context.Connection.RemoteIpAddress), arrays);

    private void Ended(Exchange exchange, ListFilter filter, ResponseOutcome outcome)
    {
        exchange.Outcome = outcome;
        var totals = filter.Totals;
        if (totals.Withheld > 0)
            log.Withheld(exchange, totals.LastReason);
        log.Filtered(exchange, totals);
    }

    private void Invalid(string server, InvalidEntry entry)
    {
        servers.Dropped(server, entry);
        log.Invalid(server, entry);
    }
}
