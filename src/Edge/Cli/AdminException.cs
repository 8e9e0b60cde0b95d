namespace Edge.Cli;

/// <summary>A command could not do its work at the running Edge: one line for standard error.</summary>
internal sealed class AdminException(string line, string? code = null) : Exception(line)
{
    /// <summary>The code of the problem that Edge answered with; null when there was no such answer.</summary>
    public string? Code { get; } = code;
}
