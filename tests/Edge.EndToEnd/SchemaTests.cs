namespace Edge.EndToEnd;

public sealed class SchemaTests
{
    /// <summary>
    /// The schema accepts every policy that the parser accepts, and refuses all but what only the parser can refuse; ajv is the judge.
    /// </summary>
    [Fact]
    public async Task The_published_schema_and_the_parser_agree_on_every_policy()
    {
        await using var check = ChildProgram.StartNode("the schema check", "schema-check.mjs", []);
        var code = await check.ExitAsync();
        Assert.True(code == 0, check.Output);
        Assert.Contains(", 0 wrong", check.Output, StringComparison.Ordinal);
    }
}
