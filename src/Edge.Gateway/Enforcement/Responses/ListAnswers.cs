using System.Runtime.CompilerServices;
using Edge.Gateway.Calls;
using Edge.Mcp;
using Edge.Mcp.Requests;
using Edge.Mcp.Responses;
using Edge.Policy.Documents;
using Edge.Policy.Evaluation;
using Yarp.ReverseProxy.Transforms;

namespace Edge.Gateway.Enforcement.Responses;

/// <summary>
/// Filters the answers that may carry lists: those to list requests, those of sessions, and GET streams, where an older answer may be
/// replayed. Whatever else a server answers passes as it came (docs/answers.md). Thread-safe.
/// </summary>
internal sealed class ListAnswers(
    WireOptions wire, ListedTools tools, BufferBudget budget, SegmentArrays arrays, IEnumerable<IListObserver> observers, ListLog log,
        ResultAnswers results)
{
    // A list that depends on the caller may be kept for as long as a changed policy should take to be seen.
    private const long MaxTtlMs = 5_000;

    private const string NoRoom = "Try again in a second: too many lists are being read at once.";

    // Those for whom a list depends on no caller, but is marked as if it did, because another grant may be ruled by another policy.
    private static readonly object Grants = new();
    private static readonly object Everybody = new();

    private static readonly ListFilterOptions PassAll = new() { Predicate = new Everything(), IsListExpected = false };

    private readonly IListObserver[] _observers = [.. observers];
    private readonly ConditionalWeakTable<CompiledPolicy, FilteredLists> _filtered = [];

    /// <summary>
    /// Whether the answer to this exchange is judged: to a list request, on a GET stream, and of any request in a session, because servers
    /// match answers to requests by id within a session, and a caller may use an id twice. In shadow no list is filtered. What a handshake
    /// agrees on is held to the revisions that are let through.
    /// </summary>
    public bool Judges(CallContext exchange) => IsHandshake(exchange) || (IsEnforced(exchange) && MayCarryList(exchange));

    /// <summary>Learns which tools there are from a list that is not filtered.</summary>
    public Stream Observe(CallContext exchange, Stream body, ResponseFormat format) => exchange.Message?.Method == Methods.ToolsList
        ? new ListedToolsStream(body, format, tools.ListedBy(exchange.Route.Server), ArraysFor(exchange))
        : body;

    /// <summary>Filters; true when the answer was written here, false when its content was wrapped for YARP to copy.</summary>
    /// <remarks>
    /// (1) undo an encoding that nobody asked for; (2) events are judged one by one, as they come; (3) what answers something else than a
    /// list request, or is no JSON, passes as it comes, once no list can begin in it, or is judged whole where the policy says what results
    /// may hold; (4) a list is read whole.
    /// </remarks>
    /// <param name="exchange">The exchange.</param>
    /// <param name="transform">Takes the content.</param>
    /// <param name="body">The answer's body, as it comes from the server.</param>
    /// <param name="format">Its format.</param>
    /// <param name="seen">Told what becomes of the answer.</param>
    /// <param name="judge">Judges results; null where the policy says nothing of them.</param>
    public async ValueTask<bool> ApplyAsync(
        CallContext exchange, ResponseTransformContext transform, Stream body, ResponseFormat format, ServerAnswer seen,
            MessageResults? judge)
    {
        var response = exchange.Context.Response;
        var isSuccess = response.StatusCode is >= 200 and < 300;
        var pool = ArraysFor(exchange);
        var judgesLists = Judges(exchange);
        var filter = new ListFilter(judgesLists ? OptionsFor(exchange, isSuccess) : PassAll, pool);

        // 1
        var isReadable = ResponseMediaType.IsIdentity(response.Headers.ContentEncoding);
        if (!isReadable && ContentDecoding.Open(body, response.Headers.ContentEncoding) is { } decoded)
        {
            (body, isReadable) = (decoded, true);
            (response.Headers.ContentEncoding, response.Headers.ETag, response.ContentLength) = (default, default, null);
        }

        if (!judgesLists)
            body = Observe(exchange, body, format);

        // 2: an error status is no stream of answers
        if (isReadable && isSuccess && format == ResponseFormat.EventStream)
        {
            response.ContentLength = null;
            response.Headers.ETag = default;
            var filtered = new SseFilterStream(body, filter, exchange.AnswerId.Raw, pool, judge);
            Pass(filtered, length: null);
            return false;
        }

        // 3
        if (judge is { JudgesBodies: false })
            judge = null;
        if (!judgesLists && judge is null)
        {
            Pass(body, response.ContentLength);
            return false;
        }

        if (!judgesLists)
        {
            await results.HandOnAsync(exchange, transform, body, isReadable ? format : ResponseFormat.Other, judge!, pool);
            return true;
        }

        var isList = filter.Options.IsListExpected && format == ResponseFormat.Json;
        if (isReadable && !isList && ResponseMediaType.IsAsciiCompatible(response.Headers.ContentType))
        {
            var held = new HeldAnswer(body, filter.Detect(), pool);
            if (!await held.HoldAsync(filter.Options.MaxHeldBytes, transform.CancellationToken))
            {
                if (judge is not null)
                {
                    await results.HandOnAsync(exchange, transform, held, format, judge, pool);
                    return true;
                }

                Pass(held, response.ContentLength);
                return false;
            }

            body = held;
        }

        // 4
        transform.SuppressResponseBody = true;
        var head = new JsonListHead(
            response.StatusCode, response.Headers.ContentType, response.Headers.ContentEncoding, response.ContentLength);
        await using (body)
        {
            using var answer = await JsonListBody.ReadAsync(body, head, filter, pool, transform.CancellationToken);
            if (answer.Result.Status == ListFilterStatus.Withheld)
            {
                await WithholdAsync(exchange, filter, answer.Result.Reason);
                return true;
            }

            if (answer.Result.Status == ListFilterStatus.Rewritten)
                response.Headers.ETag = default;
            var list = answer.Body;
            if (judge is not null && await results.JudgeAsync(judge, list, transform.CancellationToken) is { } edited)
            {
                response.Headers.ETag = default;
                list = edited;
            }

            response.ContentLength = list.Length;
            await response.Body.WriteAsync(list, transform.CancellationToken);
            Ended(exchange, filter, seen, OutcomeScanner.Of(ResponseFormat.Json, list.Span));
        }

        return true;

        void Pass(Stream stream, long? length) => transform.ProxyResponse!.Content = new StreamContent(
            new OutcomeObservingStream(stream, format, new ListEnd(this, exchange, filter, seen), length));
    }

    private static bool IsEnforced(CallContext exchange) => exchange.Snapshot.Policy.Mode == PolicyMode.Enforce;

    private static bool MayCarryList(CallContext exchange) => exchange.Message is { } message
        ? exchange.SessionId is not null || IsListRequest(message)
        : exchange.Context.Request.Method == HttpMethods.Get;

    private static bool IsListRequest(Message message) =>
        message.Method is Methods.ToolsList or Methods.ResourcesList or Methods.ResourcesTemplatesList or Methods.PromptsList;

    private bool IsHandshake(CallContext exchange) => wire.Revisions.Count > 0 && exchange.Message?.Method == Methods.Initialize;

    private ListFilterOptions OptionsFor(CallContext exchange, bool isSuccess)
    {
        var policy = exchange.Snapshot.Policy;
        if (!IsEnforced(exchange))
            return new ListFilterOptions { Predicate = new Everything(), IsListExpected = false, Revisions = [.. wire.Revisions] };
        var byGrant = exchange.Access.IsByGrant;
        var isHandshake = IsHandshake(exchange);
        return new ListFilterOptions
        {
            Predicate = new ListPredicate(policy, exchange.Caller),
            IsListExpected = isSuccess && exchange.Message is { } message && IsListRequest(message),
            Revisions = isHandshake ? [.. wire.Revisions] : [],
            DependsOnCaller = byGrant || policy.ListingDependsOnCaller,
            MaxTtlMs = MaxTtlMs,
            OnListedTool = tools.ListedBy(exchange.Route.Server),
            OnInvalidEntry = entry => Invalid(exchange.Route.Server, entry),
            Known = isHandshake ? null : _filtered.GetOrCreateValue(policy),
            Audience = policy.ListingDependsOnCaller ? exchange.Caller : byGrant ? Grants : Everybody,
        };
    }

    private static string WithheldText(int status, WithheldReason reason) =>
        $"The server answered with status {status}; the text of its answer was withheld, because it {reason.Text()}.";

    private async Task WithholdAsync(CallContext exchange, ListFilter filter, WithheldReason reason)
    {
        var response = exchange.Context.Response;
        log.Withheld(exchange, reason, filter.Options.IsListExpected);
        if (reason == WithheldReason.NoRoom)
            await FaultAnswer.WriteAsync(exchange, StatusCodes.Status503ServiceUnavailable, NoRoom, retryAfter: "1");
        else if (reason == WithheldReason.Revision)
            await FaultAnswer.WriteAsync(exchange, StatusCodes.Status400BadRequest, reason, filter.Options);
        else if (response.StatusCode >= StatusCodes.Status400BadRequest)
            await FaultAnswer.WriteAsync(exchange, response.StatusCode, WithheldText(response.StatusCode, reason));
        else if (exchange.Message is { Kind: not MessageKind.Request })
            FaultAnswer.WithoutBody(response);
        else
            await FaultAnswer.WriteAsync(exchange, StatusCodes.Status502BadGateway, reason, filter.Options);
    }

    // What is held of a list is counted with the bodies of requests (wire.md, Requests, item 3).
    private BudgetedArrays ArraysFor(CallContext exchange) =>
        new(budget, ClientNetwork.Of(exchange.Context.Connection.RemoteIpAddress), arrays);

    private void Ended(CallContext exchange, ListFilter filter, ServerAnswer seen, ResponseOutcome outcome)
    {
        seen.Ended(outcome);
        var totals = filter.Totals;
        if (totals.Withheld > 0)
            log.Withheld(exchange, totals.LastReason, filter.Options.IsListExpected);
        log.Filtered(exchange, totals);
    }

    private void Invalid(string server, InvalidEntry entry)
    {
        foreach (var observer in _observers)
            observer.Dropped(server, entry);
        log.Invalid(server, entry);
    }

    private sealed class ListEnd(ListAnswers lists, CallContext exchange, ListFilter filter, ServerAnswer seen) : IResponseObserver
    {
        public void Answered() => seen.Answered();

        public void Ended(ResponseOutcome outcome) => lists.Ended(exchange, filter, seen, outcome);
    }

    private sealed class Everything : IListPredicate
    {
        public bool IsListed(ListKind kind, string name) => true;
    }
}
