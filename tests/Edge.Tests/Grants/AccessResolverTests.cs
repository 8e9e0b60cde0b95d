using Edge.Enforcement;
using Edge.Grants;
using Edge.Keys;
using Edge.Policies;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Edge.Tests.Grants;

public sealed class AccessResolverTests
{
    [Fact]
    public void A_request_that_passed_no_authentication_goes_nowhere()
    {
        using var folder = new GrantFolder();
        var catalog = new GrantCatalog("grants.json", folder.Load().Snapshot!);
        var policy = PolicyLoader.Load("test", folder.Path, "policy.json").Policy!;
        var policies = new PolicyCatalog([new PolicySlot("test", "policy.json", new PolicySnapshot(policy, default))]);
        var resolver = new AccessResolver(catalog, new CallerResolver(new IdentityHash(new EdgeKeys([new byte[EdgeKeys.KeyBytes]]))), policies);
        var thrown = Assert.Throws<InvalidOperationException>(() => resolver.Of(new DefaultHttpContext(), new RoutePlan("runpod", "test", true, null, "rpc")));
        Assert.Equal("A request without a grant passed authentication.", thrown.Message);
    }
}
