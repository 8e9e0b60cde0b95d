using Edge.Mcp.Requests;

namespace Edge.Gateway.Rejections;

/// <summary>
/// A view of a request that is rejected before a decision. Valid until the method of its observer returns; do not keep it.
/// </summary>
public readonly struct RejectedRequest
{
    internal RejectedRequest(HttpContext context, Refusal refusal) => (Context, Refusal) = (context, refusal);

    /// <summary>The HTTP request.</summary>
    public HttpContext Context { get; }

    /// <summary>The reason: a value of <c>edge.rejection</c>, such as <c>duplicate_key</c>. docs/observability.md lists them.</summary>
    public string Reason => Refusal.Reason.Slug();

    /// <summary>The HTTP status of the response.</summary>
    public int Status => Refusal.Status;

    internal Refusal Refusal { get; }
}
