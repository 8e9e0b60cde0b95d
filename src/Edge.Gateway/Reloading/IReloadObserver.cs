namespace Edge.Gateway.Reloading;

/// <summary>Is told of every reload. Called by the watcher, one call at a time.</summary>
internal interface IReloadObserver
{
    /// <summary>Changed content was read: it is current now, or it was refused.</summary>
    /// <param name="source">The source, with what is current now.</param>
    /// <param name="before">The revision that was current before.</param>
    /// <param name="reload">What came of it.</param>
    void Reloaded(WatchedSource source, string before, Reload reload);
}
