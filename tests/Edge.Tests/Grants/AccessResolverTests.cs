using Edge.Gateway.Callers;
using Edge.Gateway.Keys;
using Edge.Gateway.Policies;
using Edge.Gateway.Routes;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Edge.Tests.Grants;

public sealed class AccessResolverTests
{
    private static readonly RoutePlan Route = new("runpod", "test", true, null, "rpc");

    private readonly CredentialCallers _callers = new(new IdentityHash(new EdgeKeys([new byte[EdgeKeys.KeyBytes]])));

    [Fact]
    public void A_request_that_passed_no_authentication_goes_nowhere()
    {
        var thrown = Assert.Throws<InvalidOperationException>(() => Resolver("grants.json").Of(new DefaultHttpContext(), Route));
        Assert.Equal("A request without a grant passed authentication.", thrown.Message);
    }

    [Fact]
    public void A_request_is_resolved_once_and_everything_sees_the_same()
    {
        var resolver = Resolver(null);
        var context = new DefaultHttpContext();
        context.Request.Headers.Authorization = "Bearer one";
        var first = resolver.Of(context, Route);
        context.Request.Headers.Authorization = "Bearer two";
        Assert.Same(first, resolver.Of(context, Route));
    }

    [Fact]
    public void A_credential_is_unconfirmed_until_a_server_accepted_it()
    {
        var resolver = Resolver(null);
        Assert.False(resolver.Of(new DefaultHttpContext(), Route).IsUnconfirmed);
        var (before, after, other) = (Request("one"), Request("one"), Request("two"));
        Assert.True(resolver.Of(before, Route).IsUnconfirmed);
        _callers.Confirm(resolver.Of(before, Route).Caller);
        Assert.False(resolver.Of(after, Route).IsUnconfirmed);
        Assert.True(resolver.Of(other, Route).IsUnconfirmed);

        static DefaultHttpContext Request(string token)
        {
            var context = new DefaultHttpContext();
            context.Request.Headers.Authorization = $"Bearer {token}";
            return context;
        }
    }

    private AccessResolver Resolver(string? grants)
    {
        using var folder = new GrantFolder();
        var catalog = new GrantCatalog(grants, folder.Load().Snapshot!);
        var policy = PolicyLoader.Load("test", folder.Path, "policy.json").Policy!;
        return new AccessResolver(catalog, _callers,
            new PolicyCatalog([new PolicySlot("test", "policy.json", new PolicySnapshot(policy, default))]));
    }
}
