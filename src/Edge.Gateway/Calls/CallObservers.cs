using System.Diagnostics;

namespace Edge.Gateway.Calls;

/// <summary>Tells all observers of a call, in the order in which they were registered. Allocates nothing itself. Thread-safe.</summary>
internal sealed partial class CallObservers(IEnumerable<ICallObserver> observers, TimeProvider clock, ILogger<CallObservers> logger)
{
    private readonly ICallObserver[] _observers = [.. observers];

    /// <summary>A message was read, and is about to be decided.</summary>
    public void Started(CallContext call)
    {
        call.Observe(_observers.Length, clock.GetTimestamp());
        for (var i = 0; i < _observers.Length; i++)
        {
            var observer = _observers[i];
            try
            {
                observer.Started(new StartedCall(call, i));
            }
            catch (Exception e) when (!observer.IsRequired)
            {
                Log.Failed(logger, e, observer.GetType().Name);
            }
        }

        // Those that trace have begun their spans: what belongs to the call is found by this, also when another span is current.
        call.Trace(Activity.Current?.TraceId ?? default);
    }

    /// <summary>A call that waited is decided again: the waiting is not a part of what deciding takes.</summary>
    public void DecidingAgain(CallContext call) => call.DecideAgain(clock.GetTimestamp());

    /// <summary>A call was decided. The lease of its limits has not ended.</summary>
    /// <returns>Whether it may go on, as far as the required observers say.</returns>
    /// <remarks>
    /// Not async while no observer has to wait: the span of deciding ends in here, and what an async method changes of the current span is
    /// undone when it returns.
    /// </remarks>
    public ValueTask<bool> DecidedAsync(CallContext call)
    {
        var now = clock.GetTimestamp();
        call.Decided(now);
        return TellAsync(call, clock.GetElapsedTime(call.DecidingAt, now), 0);
    }

    /// <summary>A call is over. Does nothing for one that never started. Never throws.</summary>
    public void Ended(CallContext call)
    {
        if (!call.IsObserved)
            return;
        var now = clock.GetTimestamp();
        var (took, sinceDecided) = (clock.GetElapsedTime(call.StartedAt, now), clock.GetElapsedTime(call.DecidedAt ?? now, now));
        for (var i = 0; i < _observers.Length; i++)
        {
            try
            {
                _observers[i].Ended(new EndedCall(call, i, took, sinceDecided));
            }
            // The call is over, and its end is told to all the others.
            catch (Exception e)
            {
                Log.Failed(logger, e, _observers[i].GetType().Name);
            }
        }
    }

    private ValueTask<bool> TellAsync(CallContext call, TimeSpan deciding, int first)
    {
        for (var i = first; i < _observers.Length; i++)
        {
            var observer = _observers[i];
            try
            {
                var telling = observer.DecidedAsync(new DecidedCall(call, i, deciding));
                if (!telling.IsCompletedSuccessfully)
                    return WaitAsync(call, deciding, i, telling);
                if (!MayGoOn(observer, telling.Result))
                    return new(false);
            }
            catch (Exception e) when (IsIgnored(observer, call))
            {
                Log.Failed(logger, e, observer.GetType().Name);
            }
        }

        return new(true);
    }

    private async ValueTask<bool> WaitAsync(CallContext call, TimeSpan deciding, int index, ValueTask<bool> telling)
    {
        var observer = _observers[index];
        try
        {
            if (!MayGoOn(observer, await telling))
                return false;
        }
        catch (Exception e) when (IsIgnored(observer, call))
        {
            Log.Failed(logger, e, observer.GetType().Name);
        }

        return await TellAsync(call, deciding, index + 1);
    }

    private bool MayGoOn(ICallObserver observer, bool said)
    {
        if (!said && !observer.IsRequired)
            Log.Overruled(logger, observer.GetType().Name);
        return said || !observer.IsRequired;
    }

    // A caller who leaves ends the waiting of any observer, and with it the call.
    private static bool IsIgnored(ICallObserver observer, CallContext call) =>
        !observer.IsRequired && !call.Context.RequestAborted.IsCancellationRequested;

    private static partial class Log
    {
        [LoggerMessage(
            214, LogLevel.Warning, "The observer '{Observer}' failed; the call goes on, because it is not a required one.",
            EventName = "ObserverFailed")]
        public static partial void Failed(ILogger logger, Exception exception, string observer);

        [LoggerMessage(
            215, LogLevel.Warning, "The observer '{Observer}' would stop a call, which goes on, because it is not a required one.",
            EventName = "ObserverOverruled")]
        public static partial void Overruled(ILogger logger, string observer);
    }
}
