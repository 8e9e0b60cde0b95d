namespace Edge.Gateway.Audit;

/// <summary>What was found about a chain of records.</summary>
/// <param name="Head">Where the chain stands, as far as it is whole.</param>
/// <param name="Start">Where it begins: <see cref="AuditHead.None"/>, unless Edge removed old files.</param>
/// <param name="Files">How many files were read.</param>
/// <param name="Break">The first place that is not as Edge wrote it, as one line for people; null when all is.</param>
internal sealed record AuditVerdict(AuditHead Head, AuditHead Start, int Files, string? Break);
