namespace Edge.Gateway.Approvals;

/// <summary>Where a person finds an approval. Implementations are thread-safe.</summary>
internal interface IApprovalLinks
{
    /// <summary>The absolute address of one approval's page.</summary>
    string Of(string id);

    /// <summary>The same for callers; null where nobody could sign in there, because there are no users.</summary>
    string? ForCallers(string id);
}
