namespace Edge.Gateway.Approvals;

/// <summary>An answer was not taken, because it could not be recorded.</summary>
internal sealed class UnrecordedException() : Exception("the audit cannot be written");
