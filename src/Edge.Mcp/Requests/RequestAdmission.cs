using Microsoft.AspNetCore.Http.Features;

namespace Edge.Mcp.Requests;

/// <summary>
/// Decides by method and headers alone whether a request's body is read at all (design page on the wire, requests 1, 2, 3 and 5).
/// Thread-safe.
/// </summary>
/// <remarks>
/// (1) the host is ours, (2) the page behind the origin is allowed, (3) nothing opens a tunnel; then, where a route leads: (4) the method
/// is known, (5) no header says two things or something that cannot be sent on, (6) the body is one that every reader takes for JSON in
/// UTF-8.
/// </remarks>
internal sealed class RequestAdmission(WireOptions options, IEnumerable<string> allowedHosts)
{
    private const string Allow = "POST, GET, DELETE";

    private static readonly Refusal WrongHost = Refusal.Request(
        RefusalReason.Host, "Address the request to a host that this proxy serves: the Host header is not in its AllowedHosts.");

    private static readonly Refusal WrongOrigin = Refusal.Request(
        RefusalReason.Origin,
        "Web pages of this origin may not call: add it to Edge:Wire:AllowedOrigins if they should.",
        StatusCodes.Status403Forbidden);

    // CONNECT has no room for a body that means anything, and an upgrade expects none.
    private static readonly Refusal Tunnel = new()
    {
        Reason = RefusalReason.Upgrade,
        RpcCode = null,
        Message = "Send the message as a plain POST: connections are not upgraded and no tunnels are opened.",
    };

    private static readonly Refusal WrongMethod = new()
    {
        Reason = RefusalReason.MethodNotAllowed,
        Status = StatusCodes.Status405MethodNotAllowed,
        RpcCode = RpcCodes.InvalidRequest,
        Message = "Use POST to send a message, GET to open a stream or DELETE to end a session, in capital letters.",
        Allow = Allow,
    };

    private readonly HostRules _hosts = new(allowedHosts);
    private readonly CrossOrigin _origins = new(options.AllowedOrigins);

    /// <summary>
    /// Whether the caller may speak to Edge at all; null if so. Whatever is answered from here on needs
    /// <see cref="CrossOrigin.AddHeaders"/>.
    /// </summary>
    public Refusal? CheckCaller(HttpContext context)
    {
        var request = context.Request;

        // 1: the host
        if (!_hosts.Allows(request.Host))
            return WrongHost;

        // 2: the origin
        if (HeaderRules.CheckOrigin(request.Headers) is { } twice)
            return twice;
        if (!_origins.Allows(request))
            return WrongOrigin;

        // 3: tunnels
        return OpensTunnel(context) ? Tunnel : null;
    }

    /// <summary>
    /// Whether the request is one that a route takes; null if so. An <c>OPTIONS</c> request that may go on is for
    /// <see cref="CrossOrigin.AnswerPreflight"/>.
    /// </summary>
    public static Refusal? CheckRequest(HttpContext context)
    {
        var request = context.Request;

        // 4: the method, compared exactly: YARP would send 'post' on as POST
        var isPost = request.Method == HttpMethods.Post;
        var isPreflight = request.Method == HttpMethods.Options && request.Headers.Origin.Count == 1;
        if (!isPost && !isPreflight && request.Method != HttpMethods.Get && request.Method != HttpMethods.Delete)
            return WrongMethod;

        // 5: headers that say two things
        if (HeaderRules.Check(request.Headers) is { } ambiguous)
            return ambiguous;

        // 6: the body
        if (isPost)
            return ContentRules.Check(request.Headers);
        return request.ContentLength > 0 ? Refusals.UnexpectedBody : null;
    }

    private static bool OpensTunnel(HttpContext context) =>
        HttpMethods.IsConnect(context.Request.Method)
        || context.Request.Headers.Upgrade.Count > 0
        || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };
}
