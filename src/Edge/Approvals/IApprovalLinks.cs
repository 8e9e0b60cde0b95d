namespace Edge.Approvals;

/// <summary>Where a person finds an approval. Implementations are thread-safe.</summary>
internal interface IApprovalLinks
{
    /// <summary>The absolute address of one approval's page.</summary>
    string Of(string id);
}
