namespace Edge.Admin.Grants;

/// <summary>A server that a grant reaches.</summary>
/// <param name="Server">The server.</param>
/// <param name="Policy">The policy in place of the route's; absent for the route's.</param>
internal sealed record GrantServerAnswer(string Server, string? Policy);
