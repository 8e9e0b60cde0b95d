namespace Edge.Gateway.Callers;

/// <summary>The holder of what is current of grants and credentials. Thread-safe: a snapshot is swapped whole.</summary>
/// <param name="path">The grants file, as the settings name it; null when callers pass with their own credential.</param>
/// <param name="first">What is current at the start.</param>
internal sealed class GrantCatalog(string? path, GrantSnapshot first)
{
    private volatile GrantSnapshot _current = first;
    private volatile bool _lastReloadFailed;

    /// <summary>The grants file, as the settings name it; null when callers pass with their own credential.</summary>
    public string? Path { get; } = path;

    /// <summary>Whether only the tokens of grants enter.</summary>
    public bool IsInForce => Path is not null;

    /// <summary>What is current.</summary>
    public GrantSnapshot Current => _current;

    /// <summary>Whether the content as it stands now was refused, so that what is current is older.</summary>
    public bool LastReloadFailed => _lastReloadFailed;

    /// <summary>Makes <paramref name="snapshot"/> current.</summary>
    public void Replace(GrantSnapshot snapshot)
    {
        _current = snapshot;
        _lastReloadFailed = false;
    }

    /// <summary>Keeps what is current and remembers that the content was refused.</summary>
    public void KeepLastGood() => _lastReloadFailed = true;

    /// <summary>Forgets a refusal: the content is again what is current.</summary>
    public void ContentIsCurrentAgain() => _lastReloadFailed = false;
}
