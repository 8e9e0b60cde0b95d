using Edge.Gateway.Callers.Credentials;
using Edge.Gateway.Reloading;

namespace Edge.Gateway.Callers;

/// <summary>Grants file and secrets, watched: puts their changes into the catalog.</summary>
internal sealed class GrantSource(GrantCatalog catalog, GrantLoader loader, GrantLoad first) : WatchedSource
{
    // Those that the last load read, good or not: a change of one is a reason to load again.
    private SecretReader _secrets = first.Secrets;

    /// <inheritdoc />
    public override string Title => catalog.Path is { } path ? $"grants '{path}'" : "credentials of servers";

    /// <inheritdoc />
    public override WatchedKind Kind => WatchedKind.Grants;

    /// <inheritdoc />
    public override string Revision => catalog.Current.ShortRevision;

    /// <inheritdoc />
    public override string ShortRevision => catalog.Current.ShortRevision;

    /// <inheritdoc />
    public override bool LastReloadFailed => catalog.LastReloadFailed;

    /// <inheritdoc />
    public override Sighting Look()
    {
        var content = loader.Look(_secrets);
        return new Sighting(content, content == catalog.Current.Content, () =>
        {
            var load = loader.Load();
            _secrets = load.Secrets;
            if (load.Snapshot is not { } snapshot)
                return new Reload(load.Content, load.Errors, load.Warnings) { Revision = load.Revision };
            var changes = GrantChanges.Between(catalog.Current, snapshot);
            catalog.Replace(snapshot);
            return new Reload(load.Content, load.Errors, load.Warnings) { Revision = load.Revision, Changes = changes };
        });
    }

    /// <inheritdoc />
    public override void KeepLastGood() => catalog.KeepLastGood();

    /// <inheritdoc />
    public override void ContentIsCurrentAgain() => catalog.ContentIsCurrentAgain();
}
