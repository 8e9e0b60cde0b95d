namespace Edge.Gateway.Audit;

/// <summary>What was found when the folder of the records was opened.</summary>
/// <param name="Head">Where the chain goes on.</param>
/// <param name="TornFile">The file whose last line was not finished; null without one.</param>
/// <param name="TornBytes">How much of it was cut off, in bytes.</param>
/// <param name="FileCount">How many records the files end with; less than the head has when some are missing.</param>
internal sealed record AuditOpening(AuditHead Head, string? TornFile, long TornBytes, long FileCount)
{
    /// <summary>The paths of what everybody could write, and only Edge can now.</summary>
    public IReadOnlyList<string> Closed { get; init; } = [];
}
