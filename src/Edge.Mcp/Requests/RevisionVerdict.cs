namespace Edge.Mcp.Requests;

/// <summary>Which revision a request is read by, or why it is not.</summary>
/// <param name="Refusal">Not null if the request goes no further.</param>
/// <param name="Revision">What header or body name, or what is assumed; a caller's text if it is not a known one.</param>
/// <param name="IsModern">Whether the rules of 2026-07-28 hold.</param>
internal readonly record struct RevisionVerdict(Refusal? Refusal, string Revision, bool IsModern);
