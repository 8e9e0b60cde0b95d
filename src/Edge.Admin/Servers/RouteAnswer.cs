namespace Edge.Admin.Servers;

/// <summary>A route to a server.</summary>
/// <param name="Path">The path at which callers reach it.</param>
/// <param name="Policy">The policy that rules it.</param>
internal sealed record RouteAnswer(string Path, string Policy);
