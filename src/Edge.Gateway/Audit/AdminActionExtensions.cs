namespace Edge.Gateway.Audit;

/// <summary>How actions are written in records.</summary>
internal static class AdminActionExtensions
{
    /// <summary>The stable word, snake case.</summary>
    public static string ToSlug(this AdminAction action) => action switch
    {
        AdminAction.PolicySaved => "policy_saved",
        AdminAction.PolicyReloaded => "policy_reloaded",
        AdminAction.PolicyRefused => "policy_refused",
        AdminAction.GrantsReloaded => "grants_reloaded",
        AdminAction.GrantsRefused => "grants_refused",
        AdminAction.GrantAdded => "grant_added",
        AdminAction.GrantRemoved => "grant_removed",
        AdminAction.GrantChanged => "grant_changed",
        AdminAction.Frozen => "frozen",
        AdminAction.Thawed => "thawed",
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, "A new action needs a word."),
    };
}
