using Edge.Gateway.Reloading;

namespace Edge.Gateway.Audit;

/// <summary>Puts reloads on record. Thread-safe.</summary>
internal sealed class AuditedReloads(AuditRecorder recorder) : IReloadObserver
{
    /// <inheritdoc />
    public void Reloaded(WatchedSource source, string before, Reload reload)
    {
        var refused = reload.Errors.Count > 0;
        recorder.Administered(new AdminAct(ActionOf(source.Kind, refused), source.Title)
        {
            From = OrNull(before),
            To = OrNull(refused ? reload.Revision : source.Revision),
            Reason = refused ? reload.Errors[0] : null,
        });
        foreach (var change in reload.Changes)
        {
            recorder.Administered(new AdminAct(ActionOf(change.Kind), $"grant '{change.Grant}'")
            {
                From = OrNull(before),
                To = OrNull(source.Revision),
            });
        }
    }

    private static AdminAction ActionOf(WatchedKind kind, bool refused) => kind switch
    {
        WatchedKind.Policy => refused ? AdminAction.PolicyRefused : AdminAction.PolicyReloaded,
        WatchedKind.Grants => refused ? AdminAction.GrantsRefused : AdminAction.GrantsReloaded,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A new kind of source needs actions."),
    };

    private static AdminAction ActionOf(GrantChangeKind kind) => kind switch
    {
        GrantChangeKind.Added => AdminAction.GrantAdded,
        GrantChangeKind.Removed => AdminAction.GrantRemoved,
        GrantChangeKind.Changed => AdminAction.GrantChanged,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A new kind of change needs an action."),
    };

    private static string? OrNull(string? revision) => string.IsNullOrEmpty(revision) ? null : revision;
}
