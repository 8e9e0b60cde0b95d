namespace Edge.Mcp.Requests;

/// <summary>
/// What is held of bodies and lists leaves no room: who asked goes without, and nothing is passed on unread because of it.
/// </summary>
internal sealed class BuffersFullException() : IOException("Bodies and lists hold as many bytes as they may.");
