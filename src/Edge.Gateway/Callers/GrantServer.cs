using Edge.Gateway.Callers.Credentials;
using Edge.Gateway.Policies;

namespace Edge.Gateway.Callers;

/// <summary>A grant's way to one server. Immutable.</summary>
/// <param name="Server">The server: the id of a cluster.</param>
/// <param name="Policy">The policy in place of the route's; null for the route's.</param>
/// <param name="Credential">What Edge shows the server: the grant's own credential, else the server's; null for none.</param>
internal sealed record GrantServer(string Server, PolicySlot? Policy, Credential? Credential);
