using Edge.Gateway.Callers.Credentials;
using Edge.Gateway.Policies;
using Edge.Policy.Calls;

namespace Edge.Gateway.Callers;

/// <summary>What one caller may do on one route. Immutable; found through the request's features once it was resolved.</summary>
/// <param name="Caller">Who is calling.</param>
/// <param name="Policy">The policy that rules: the grant's own for the server, else the route's.</param>
/// <param name="Credential">What Edge shows the server in the caller's place; null for none.</param>
/// <param name="IsByGrant">Whether a grants file says so: the caller's token is then for Edge alone.</param>
/// <param name="ReachesServer">Whether the caller may reach the server at all.</param>
internal sealed record GrantAccess(Caller Caller, PolicySlot Policy, Credential? Credential, bool IsByGrant, bool ReachesServer)
{
    /// <summary>Whether the caller is told apart by a credential that no server has accepted yet: anybody can invent one.</summary>
    public bool IsUnconfirmed { get; init; }
}
