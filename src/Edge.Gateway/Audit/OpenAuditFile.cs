namespace Edge.Gateway.Audit;

/// <summary>Opens a file for records, or makes it, for its owner only.</summary>
internal delegate IAuditFile OpenAuditFile(string path);
