using Edge.Gateway.Settings;
using Edge.Startup;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Edge.Tests.Approvals;

public sealed class ApprovalSettingsTests
{
    [Theory]
    [InlineData("Edge:Admin:PublicUrl", "https://h/edge",
        "error config_wrong_type at Edge:Admin:PublicUrl: expected an address without a path, found 'https://h/edge' (the console's "
        + "pages link from the root: give the admin port a host name or a port of its own)")]
    [InlineData("Edge:Admin:PublicUrl", "ftp://x",
        "error config_wrong_type at Edge:Admin:PublicUrl: expected an address such as 'https://edge-admin.example.com', found 'ftp://x'")]
    [InlineData("Edge:Approvals:Mask:0", "body.env",
        "error config_wrong_type at Edge:Approvals:Mask: expected the path of an argument such as 'args.body.env', found 'body.env'")]
    [InlineData("Edge:Approvals:Mask:0", "grant.id",
        "error config_wrong_type at Edge:Approvals:Mask: expected the path of an argument such as 'args.body.env', found 'grant.id'")]
    [InlineData("Edge:Approvals:Webhook:Url", "hooks.slack.com/T0/secret",
        "error config_wrong_type at Edge:Approvals:Webhook:Url: expected an address such as 'https://hooks.example.com/edge', found "
        + "something else")]
    [InlineData("Edge:Approvals:Webhook:Secret", "whsec_tooshort",
        "error config_wrong_type at Edge:Approvals:Webhook:Secret: expected 'whsec_' and 24 to 64 bytes in base64, found something else")]
    [InlineData("Edge:Approvals:Webhook:Timeout", "5",
        "error config_out_of_range at Edge:Approvals:Webhook:Timeout: expected a duration between '00:00:01' and '00:01:00', found '5'")]
    [InlineData("Edge:Approvals:Maks:0", "args.x",
        "error config_unknown_key at Edge:Approvals:Maks: unknown key 'Maks' (did you mean 'Mask'?)")]
    public void A_mistake_is_named_with_its_place_and_no_secret(string key, string value, string message)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [KeyValuePair.Create("Edge:Policies:p", (string?)"p.json"), KeyValuePair.Create(key, (string?)value)]).Build();
        var line = Assert.Single(Assert.Throws<StartupException>(() => EdgeSettings.Read(configuration)).Lines);
        Assert.Contains(message, line, StringComparison.Ordinal);
        if (key.Contains("Webhook:Url", StringComparison.Ordinal) || key.EndsWith("Secret", StringComparison.Ordinal))
            Assert.DoesNotContain(value, line, StringComparison.Ordinal);
    }
}
