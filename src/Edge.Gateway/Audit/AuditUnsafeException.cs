namespace Edge.Gateway.Audit;

/// <summary>The folder of the records is not as it must be for records to prove anything. The message says where, and what to do.</summary>
internal sealed class AuditUnsafeException(string message) : IOException(message);
