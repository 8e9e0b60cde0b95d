namespace Edge.Admin.Decisions;

/// <summary>Decisions that a watcher was not shown.</summary>
/// <param name="Count">How many, since the last such event.</param>
internal sealed record DroppedEvent(long Count);
