namespace Edge.Mcp.Requests;

/// <summary>What a header says and what the body says in its place, for the operator who has to find the client or proxy.</summary>
/// <param name="Header">The header's name.</param>
/// <param name="InHeader">What it says; null where it is missing. A caller's text.</param>
/// <param name="InBody">What the body says; null where it says nothing. A caller's text.</param>
internal sealed record Disagreement(string Header, string? InHeader, string? InBody);
