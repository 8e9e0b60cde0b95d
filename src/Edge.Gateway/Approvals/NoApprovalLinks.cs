namespace Edge.Gateway.Approvals;

/// <summary>The host has no page for approvals. Thread-safe.</summary>
internal sealed class NoApprovalLinks : IApprovalLinks
{
    /// <inheritdoc />
    public string Of(string id) => "";

    /// <inheritdoc />
    public string? ForCallers(string id) => null;
}
