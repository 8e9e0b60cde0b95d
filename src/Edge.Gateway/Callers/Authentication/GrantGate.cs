using Edge.Gateway.Routes;
using Microsoft.AspNetCore.Authentication;

namespace Edge.Gateway.Callers.Authentication;

/// <summary>Lets nobody on who shows no grant, on any path, whatever a route says. Thread-safe.</summary>
internal sealed class GrantGate(RequestDelegate next)
{
    /// <summary>Passes or answers.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        // Tokens of grants come from an operator: there is no authorization server to be found (wire.md, Responses).
        if (AuthorizationDocuments.AreAskedBy(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        return GrantIdentity.GrantOf(context) is null ? context.ChallengeAsync() : next(context);
    }
}
