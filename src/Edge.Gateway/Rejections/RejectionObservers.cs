using Edge.Mcp.Requests;

namespace Edge.Gateway.Rejections;

/// <summary>Tells all observers of refused requests. Thread-safe.</summary>
internal sealed partial class RejectionObservers(IEnumerable<IRejectionObserver> observers, ILogger<RejectionObservers> logger)
{
    private readonly IRejectionObserver[] _observers = [.. observers];

    /// <summary>A request is about to be answered with <paramref name="refusal"/>. Never throws.</summary>
    public void Rejected(HttpContext context, Refusal refusal)
    {
        foreach (var observer in _observers)
        {
            try
            {
                observer.Rejected(new RejectedRequest(context, refusal));
            }
            // Whatever an observer throws, the request is refused all the same.
            catch (Exception e)
            {
                Log.Failed(logger, e, observer.GetType().Name);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            216, LogLevel.Warning, "The observer '{Observer}' failed on a refused request.", EventName = "RejectionObserverFailed")]
        public static partial void Failed(ILogger logger, Exception exception, string observer);
    }
}
