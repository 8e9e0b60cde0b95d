namespace Edge.Admin.Decisions;

/// <summary>A point in a text.</summary>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Column">The column in UTF-16 units, as scripts count, from 1.</param>
internal sealed record SourcePoint(int Line, int Column);
