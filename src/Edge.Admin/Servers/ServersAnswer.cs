namespace Edge.Admin.Servers;

/// <summary>Every server.</summary>
/// <param name="Servers">The servers, by name.</param>
internal sealed record ServersAnswer(IReadOnlyList<ServerAnswer> Servers);
