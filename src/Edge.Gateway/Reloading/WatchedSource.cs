namespace Edge.Gateway.Reloading;

/// <summary>
/// Something that is loaded at the start and again whenever its content changes. Only the watcher calls its methods, one call at a time.
/// </summary>
internal abstract class WatchedSource
{
    /// <summary>What it is, as log lines name it: <c>policy 'runpod'</c>.</summary>
    public abstract string Title { get; }

    /// <summary>What it holds.</summary>
    public abstract WatchedKind Kind { get; }

    /// <summary>The active revision; empty where there is none.</summary>
    public abstract string Revision { get; }

    /// <summary>The active revision, shortened for people.</summary>
    public abstract string ShortRevision { get; }

    /// <summary>Whether the content as it stands was refused, so that what is active is older. Thread-safe.</summary>
    public abstract bool LastReloadFailed { get; }

    /// <summary>Looks at the content as it stands now and takes nothing over.</summary>
    public abstract Sighting Look();

    /// <summary>The content was refused: what is active stays.</summary>
    public abstract void KeepLastGood();

    /// <summary>After a refusal the content is again what is active.</summary>
    public abstract void ContentIsCurrentAgain();
}
