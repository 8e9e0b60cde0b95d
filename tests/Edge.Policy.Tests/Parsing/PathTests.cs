using Edge.Policy.Documents;
using Xunit;

namespace Edge.Policy.Tests.Parsing;

public sealed class PathTests
{
    [Theory]
    [InlineData("args", "", PathFunction.None)]
    [InlineData("args.a", "a", PathFunction.None)]
    [InlineData("args.body.gpu.count", "body|gpu|count", PathFunction.None)]
    [InlineData("args.gpu-type_id$1", "gpu-type_id$1", PathFunction.None)]
    [InlineData("args.日本", "日本", PathFunction.None)]
    [InlineData("args[0]", "#0", PathFunction.None)]
    [InlineData("args.a[12].b", "a|#12|b", PathFunction.None)]
    [InlineData("args.a[*].b[*]", "a|*|b|*", PathFunction.None)]
    [InlineData("args[\\\"a.b\\\"]", "a.b", PathFunction.None)]
    [InlineData("args[\\\"\\\"]", "", PathFunction.None)]
    [InlineData("args[\\\"a]b\\\"].c", "a]b|c", PathFunction.None)]
    [InlineData("args[\\\"say \\\\\\\"hi\\\\\\\"\\\"]", "say \"hi\"", PathFunction.None)]
    [InlineData("args[\\\"\\\\\\\\\\\"]", "\\", PathFunction.None)]
    [InlineData("args[\\\"*\\\"]", "(*)", PathFunction.None)]
    [InlineData("args.keys()", "", PathFunction.Keys)]
    [InlineData("args.env.keys()", "env", PathFunction.Keys)]
    [InlineData("args.env.keys()[*]", "env|keys*", PathFunction.None)]
    [InlineData("args.keys()[*]", "keys*", PathFunction.None)]
    [InlineData("args.cpu[*].values()[*]", "cpu|*|values*", PathFunction.None)]
    [InlineData("args.env.keys", "env|keys", PathFunction.None)]
    [InlineData("args[\\\"a b\\\"].length()", "a b", PathFunction.Length)]
    [InlineData("args.ids[*].length()", "ids|*", PathFunction.Length)]
    [InlineData("args.bytes()", "", PathFunction.Bytes)]
    public void A_path_of_arguments_is_read(string written, string steps, object function)
    {
        var path = Path(written);
        Assert.Equal(PathRoot.Arguments, path.Root);
        Assert.Null(path.Label);
        Assert.Equal(steps, string.Join('|', path.Segments.Select(Show)));
        Assert.Equal(function, path.Function);
        Assert.Equal(written.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal), path.Text);
    }

    [Theory]
    [InlineData("grant.id", PathRoot.GrantId, null)]
    [InlineData("tool", PathRoot.Tool, null)]
    [InlineData("session.id", PathRoot.SessionId, null)]
    [InlineData("grant.labels.team", PathRoot.GrantLabel, "team")]
    [InlineData("grant.labels[\\\"cost centre\\\"]", PathRoot.GrantLabel, "cost centre")]
    public void A_path_of_the_caller_is_read(string written, object root, string? label)
    {
        var path = Path(written);
        Assert.Equal(root, path.Root);
        Assert.Equal(label, path.Label);
        Assert.Empty(path.Segments);
        Assert.Equal(PathFunction.None, path.Function);
    }

    [Theory]
    [InlineData("Args.a")]
    [InlineData("argsa")]
    [InlineData("args.")]
    [InlineData("args.a.")]
    [InlineData(".a")]
    [InlineData("args .a")]
    [InlineData("args.a\\tb")]
    [InlineData("args.a.length( )")]
    [InlineData("args.length().bytes()")]
    [InlineData("args.a.keys()[0]")]
    [InlineData("args.a.keys()[*].b")]
    [InlineData("args.a.values()[*].length()")]
    [InlineData("args.a.values()")]
    [InlineData("args.a.length()[*]")]
    [InlineData("args.a()")]
    [InlineData("args.a[]")]
    [InlineData("args.a[ 0]")]
    [InlineData("args.a[+1]")]
    [InlineData("args.a[2147483648]")]
    [InlineData("args.a[0")]
    [InlineData("args.a['b']")]
    [InlineData("args.a['b']]")]
    [InlineData("args.a]")]
    [InlineData("args.a\\\"")]
    [InlineData("args[\\\"a\\\"")]
    [InlineData("args[\\\"a\\\\\\\"]")]
    [InlineData("tool.name")]
    [InlineData("tool.length()")]
    [InlineData("grant")]
    [InlineData("grant.id.length()")]
    [InlineData("grant.label.team")]
    [InlineData("grant.labelsx")]
    [InlineData("grant.labels[0]")]
    [InlineData("grant.labels.a.length()")]
    [InlineData("session")]
    [InlineData("session.id.x")]
    public void What_is_no_path_is_refused(string written)
    {
        var mistake = Assert.Single(Reading.Mistakes($$""" "require": [ { "path": "{{written}}", "op": "exists", "value": true } ] """));
        Assert.Contains("error policy_invalid_path at /tools/t/require/0/path", mistake, StringComparison.Ordinal);
    }

    private static ValuePath Path(string written) =>
        Assert.IsType<ConditionDocument.Leaf>(Reading.Required($$"""{ "path": "{{written}}", "op": "exists", "value": true }""")).Path;

    private static string Show(PathSegment segment) => segment.Kind switch
    {
        PathSegmentKind.Each => "*",
        PathSegmentKind.EachName => "keys*",
        PathSegmentKind.EachValue => "values*",
        PathSegmentKind.Index => $"#{segment.Index}",
        _ => segment.Name == "*" ? "(*)" : segment.Name!,
    };
}
