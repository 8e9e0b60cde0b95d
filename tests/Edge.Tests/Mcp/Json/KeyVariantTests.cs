using System.Text;
using Edge.Mcp.Json;
using Xunit;

namespace Edge.Tests.Mcp.Json;

public sealed class KeyVariantTests
{
    [Theory]
    [InlineData("name", "name", false)]
    [InlineData("Name", "name", true)]
    [InlineData("NAME", "name", true)]
    [InlineData("nam", "name", false)]
    [InlineData("names", "name", false)]
    [InlineData("toolſ", "tools", true)]
    [InlineData("TOOLſ", "tools", true)]
    [InlineData("ToKen", "token", true)]
    [InlineData("to\u212Aen", "token", true)]
    [InlineData("ur\u0131", "uri", true)]
    [InlineData("uritemplate", "uriTemplate", true)]
    [InlineData("uriTemplate", "uriTemplate", false)]
    [InlineData("näme", "name", false)]
    [InlineData("", "name", false)]
    public void Only_spellings_that_a_careless_reader_would_accept_are_variants(string name, string key, bool variant)
        => Assert.Equal(variant, KeyVariant.Of(Encoding.UTF8.GetBytes(name), Encoding.ASCII.GetBytes(key)));
}
