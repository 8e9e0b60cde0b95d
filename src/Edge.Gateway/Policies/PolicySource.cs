using Edge.Gateway.Reloading;

namespace Edge.Gateway.Policies;

/// <summary>A policy's file, watched: puts its changes into the policy's slot.</summary>
internal sealed class PolicySource(PolicySlot slot, string directory, LimitDigits digits, TimeProvider clock) : WatchedSource
{
    /// <inheritdoc />
    public override string Title => $"policy '{slot.Name}'";

    /// <inheritdoc />
    public override WatchedKind Kind => WatchedKind.Policy;

    /// <inheritdoc />
    public override string Revision => slot.Current.Policy.Revision;

    /// <inheritdoc />
    public override string ShortRevision => slot.Current.Policy.ShortRevision;

    /// <inheritdoc />
    public override bool LastReloadFailed => slot.LastReloadFailed;

    /// <inheritdoc />
    public override Sighting Look()
    {
        var (bytes, unreadable) = PolicyLoader.Read(directory, slot.Path);
        var content = bytes is null ? unreadable! : PolicyLoader.Revision(bytes);
        return new Sighting(content, content == slot.Current.Policy.Revision, () =>
        {
            if (bytes is null)
                return new Reload(content, [unreadable!], []);
            var load = PolicyLoader.Compile(slot.Name, slot.Path, bytes, digits);
            if (load.Policy is { } policy)
                slot.Replace(new PolicySnapshot(policy, clock.GetUtcNow()) { Text = load.Text });
            return new Reload(content, load.Errors, load.Warnings) { Revision = content };
        });
    }

    /// <inheritdoc />
    public override void KeepLastGood() => slot.KeepLastGood();

    /// <inheritdoc />
    public override void ContentIsCurrentAgain() => slot.FileIsCurrentAgain();
}
