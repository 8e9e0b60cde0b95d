using Edge.Admin.Console.Html;
using Xunit;

namespace Edge.Tests.Admin.Console;

/// <summary>Pages are made of literals and of escaped text, and of nothing else.</summary>
public sealed class MarkupTests
{
    private const string Evil = "\"><script>alert('1')</script>&amp;";

    [Fact]
    public void Text_is_escaped_between_tags_and_in_attributes()
    {
        Assert.Equal("<p>&quot;&gt;&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt;&amp;amp;</p>", Markup.Of($"<p>{Evil}</p>").ToString());
        Assert.Equal("<p title=\"&quot;&gt;&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt;&amp;amp;\"></p>",
            Markup.Of($"<p title=\"{Evil}\"></p>").ToString());
        Assert.Equal("&lt;b&gt;", Markup.Text("<b>").ToString());
    }

    [Fact]
    public void What_was_made_before_stays_as_it_is()
    {
        var inner = Markup.Of($"<b>{"<"}</b>");
        Assert.Equal("<p><b>&lt;</b></p>", Markup.Of($"<p>{inner}</p>").ToString());
        Assert.Equal("<p><b>&lt;</b><b>&lt;</b></p>", Markup.Of($"<p>{new[] { inner, inner }}</p>").ToString());
        Assert.Equal("<p>12 0.5</p>", Markup.Of($"<p>{12} {0.50m}</p>").ToString());
    }

    [Fact]
    public void Text_in_a_place_where_it_could_act_is_a_fault()
    {
        Assert.Throws<InvalidOperationException>(() => Markup.Of($"<p {Evil}></p>"));
        Assert.Throws<InvalidOperationException>(() => Markup.Of($"<p title={Evil}></p>"));
        Assert.Throws<InvalidOperationException>(() => Markup.Of($"<p title='{Evil}'></p>"));
        Assert.Throws<InvalidOperationException>(() => Markup.Of($"<a href=\"{Evil}\"></a>"));
        Assert.Throws<InvalidOperationException>(() => Markup.Of($"<a class=\"x\" href=\"/a/{Evil}\"></a>"));
        Assert.Throws<InvalidOperationException>(() => Markup.Of($"<form action=\"{Evil}\"></form>"));
        Assert.Throws<InvalidOperationException>(() => Markup.Of($"<img src=\"{Evil}\">"));
        Assert.Throws<InvalidOperationException>(() => Markup.Of($"<p onclick=\"{Evil}\"></p>"));
        Assert.Throws<InvalidOperationException>(() => Markup.Of($"<p style=\"{Evil}\"></p>"));
        Assert.Throws<InvalidOperationException>(() => Markup.Of($"<script>{Evil}</script>"));
        Assert.Throws<InvalidOperationException>(() => Markup.Of($"<style>{Evil}</style>"));
        Assert.Throws<InvalidOperationException>(() => Markup.Of($"<p title=\"{Markup.Text("x")}\"></p>"));
        Assert.Throws<InvalidOperationException>(() => Markup.Of($"<p title=\"{Evil}"));
    }

    [Fact]
    public void Addresses_are_paths_of_this_port_or_of_the_web()
    {
        Assert.Equal("/a/%22%3E%3Cscript%3E?b=%2F%3F", Address.To($"/a/{"\"><script>"}?b={"/?"}").Text);
        Assert.Equal("<a href=\"/a/%26\"></a>", Markup.Of($"<a href=\"{Address.To($"/a/{"&"}")}\"></a>").ToString());
        Assert.Throws<InvalidOperationException>(() => Address.To($"{"javascript:"}"));
        Assert.Equal("https://jaeger.example/trace/1", Address.Web("https://jaeger.example/trace/1")?.Text);
        Assert.All(["javascript:alert(1)", "data:text/html,x", "", "//x"], text => Assert.Null(Address.Web(text)));
    }

    [Theory]
    [InlineData("/limits?grant=a", "/limits?grant=a")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("/a\\b", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("/a\r\nLocation: x", "/")]
    [InlineData("/é", "/")]
    [InlineData("", "/")]
    [InlineData(null, "/")]
    public void Whoever_signs_in_is_led_to_no_other_place(string? to, string expected) => Assert.Equal(expected, Address.Back(to).Text);
}
