namespace Edge.Gateway.Rejections;

/// <summary>Is told of every request that was refused before anything could be decided about it.</summary>
/// <remarks>Implementations must be thread-safe.</remarks>
public interface IRejectionObserver
{
    /// <summary>A request is about to be refused. What is thrown is logged.</summary>
    /// <param name="request">The request. It must not be kept, and nothing may be written to its response.</param>
    void Rejected(RejectedRequest request);
}
