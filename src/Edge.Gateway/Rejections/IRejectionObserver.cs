using Edge.Mcp.Requests;

namespace Edge.Gateway.Rejections;

/// <summary>Is told of every request that was refused before anything could be decided about it.</summary>
/// <remarks>Implementations must be thread-safe.</remarks>
internal interface IRejectionObserver
{
    /// <summary>A request is about to be answered with <paramref name="refusal"/>. What is thrown is logged.</summary>
    void Rejected(HttpContext context, Refusal refusal);
}
