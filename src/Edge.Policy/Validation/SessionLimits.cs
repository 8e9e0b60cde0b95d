using Edge.Policy.Documents;
using Edge.Policy.Text;


namespace Edge.Policy.Validation;

/// <summary>Warning: a limit per session without one per grant beside it: a caller who opens a new session starts at nought.</summary>
internal static class SessionLimits
{
    public static void Check(PolicyDocument document, DiagnosticBag diagnostics)
    {
        var everywhere = document.AllTools?.Limits.Any(Bounds) ?? false;
        foreach (var rule in DocumentWalk.Rules(document))
        {
            if (everywhere || rule.Limits.Any(Bounds))
                continue;
            foreach (var limit in rule.Limits.Where(l => l.Scope.Any(s => s.Scope == LimitScope.Session)))
                diagnostics.Warning(
                    limit.Place,
                    DiagnosticCodes.SessionScopeAlone,
                    $"a caller escapes the limit of {UserText.Quote(limit.Counter)} with a new session (add a limit with the scope "
                        + $"'grant' beside it)");
        }
    }

    /// <summary>Whether a caller cannot choose the count: the scope has nothing that a caller can make anew.</summary>
    private static bool Bounds(LimitDocument limit) =>
        limit.Scope.All(s => s.Scope is LimitScope.Grant or LimitScope.Global or LimitScope.Tool);
}
