namespace Edge.Gateway.Audit;

/// <summary>Which records somebody wants to see; what is null asks for nothing. Immutable.</summary>
/// <param name="Grant">Those of one grant.</param>
/// <param name="Tool">Those of one tool.</param>
/// <param name="Decision">Those that were decided so.</param>
/// <param name="Since">Those from then on.</param>
/// <param name="Until">Those before then.</param>
internal sealed record AuditFilter(string? Grant, string? Tool, string? Decision, DateTimeOffset? Since, DateTimeOffset? Until)
{
    /// <summary>Whether a record is one of them.</summary>
    public bool Wants(AuditView record) =>
        (Grant is null || Grant == record.Grant)
        && (Tool is null || Tool == record.Tool)
        && (Decision is null || Decision == record.Decision)
        && (Since is null || record.Time >= Since)
        && (Until is null || record.Time < Until);
}
