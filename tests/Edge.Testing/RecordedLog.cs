using Microsoft.Extensions.Logging;

namespace Edge.Testing;

/// <summary>One log line.</summary>
public sealed record RecordedLog(string Category, LogLevel Level, EventId Id, string Message, Exception? Exception);
