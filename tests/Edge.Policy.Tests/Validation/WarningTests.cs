using Edge.Policy.Documents;
using Edge.Policy.Tests.Parsing;
using Xunit;

namespace Edge.Policy.Tests.Validation;

public sealed class WarningTests
{
    [Theory]
    [InlineData(""" { "path": "args.a", "op": "eq", "value": 1 }, { "path": "args.a", "op": "eq", "value": 2 } """, true)]
    [InlineData(""" { "path": "args.a", "op": "eq", "value": 1 }, { "path": "args.a", "op": "eq", "value": 1.0 } """, false)]
    [InlineData(""" { "path": "args.a", "op": "eq", "value": 1 }, { "path": "args.a", "op": "eq", "value": "1" } """, true)]
    [InlineData(""" { "path": "args.a", "op": "eq", "value": 1 }, { "path": "args.b", "op": "eq", "value": 2 } """, false)]
    [InlineData(""" { "path": "args.a", "op": "eq", "value": 1 }, { "path": "args.a.length()", "op": "eq", "value": 2 } """, false)]
    [InlineData(""" { "path": "args.a", "op": "in", "value": [1, 2] }, { "path": "args.a", "op": "in", "value": [2, 3] } """, false)]
    [InlineData(""" { "path": "args.a", "op": "in", "value": [1, 2] }, { "path": "args.a", "op": "in", "value": [3] } """, true)]
    [InlineData(""" { "path": "args.a", "op": "in", "value": [1, 2] }, { "path": "args.a", "op": "not_in", "value": [2, 1] } """, true)]
    [InlineData(
        """ { "path": "args.a", "op": "eq", "value": { "x": 1, "y": [2] } }, { "path": "args.a", "op": "eq", "value": { "y": [2], "x": 1"""
        + """ } } """, false)]
    [InlineData(""" { "path": "args.a", "op": "eq", "value": 1 }, { "path": "args.a", "op": "neq", "value": 1 } """, true)]
    [InlineData(""" { "path": "args.a", "op": "eq", "value": 5 }, { "path": "args.a", "op": "lte", "value": 5 } """, false)]
    [InlineData(""" { "path": "args.a", "op": "eq", "value": 5 }, { "path": "args.a", "op": "lt", "value": 5 } """, true)]
    [InlineData(""" { "path": "args.a", "op": "gte", "value": 5 }, { "path": "args.a", "op": "lte", "value": 5 } """, false)]
    [InlineData(""" { "path": "args.a", "op": "gt", "value": 5 }, { "path": "args.a", "op": "lte", "value": 5 } """, true)]
    [InlineData(""" { "path": "args.a", "op": "lt", "value": 4 }, { "path": "args.a", "op": "gt", "value": 5 } """, true)]
    [InlineData(""" { "path": "args.a", "op": "gt", "value": 5 }, { "path": "args.a", "op": "lte", "value": { "path": "args.b" } } """,
        false)]
    [InlineData(""" { "path": "args.a", "op": "exists", "value": true }, { "path": "args.a", "op": "exists", "value": false } """, true)]
    [InlineData(""" { "path": "args.a", "op": "exists", "value": true }, { "path": "args.a", "op": "exists", "value": true } """, false)]
    [InlineData(
        """ { "path": "args.a", "op": "eq", "value": 1, "optional": true }, { "path": "args.a", "op": "eq", "value": 2, "optional": true"""
        + """ } """, false)]
    [InlineData(
        """ { "path": "args.a", "op": "lte", "value": 1, "default": 1 }, { "path": "args.a", "op": "gte", "value": 2, "default": 2 } """,
        false)]
    [InlineData(""" { "path": "args.a[*]", "op": "eq", "value": 1 }, { "path": "args.a[*]", "op": "eq", "value": 2 } """, false)]
    [InlineData(""" { "any": [ { "path": "args.a", "op": "eq", "value": 1 }, { "path": "args.a", "op": "eq", "value": 2 } ] } """, false)]
    [InlineData(
        """ { "not": { "all": [ { "path": "args.a", "op": "eq", "value": 1 }, { "path": "args.a", "op": "eq", "value": 2 } ] } } """, true)]
    [InlineData(""" { "path": "args.a", "op": "in", "value": [] } """, true)]
    [InlineData(""" { "path": "args.a", "op": "in", "value": [], "optional": true } """, false)]
    public void Conditions_that_cannot_hold_together_are_warned_of(string require, bool warns) =>
        Assert.Equal(warns ? [DiagnosticCodes.Contradiction] : [], Codes($$""" "tools": { "t": { "require": [ {{require}} ] } } """));

    [Fact]
    public void Conditions_of_deny_if_do_not_contradict_each_other() => Assert.Empty(Codes("""
        "tools": { "t": { "deny_if": [ { "path": "args.a", "op": "eq", "value": 1 }, { "path": "args.a", "op": "eq", "value": 2 } ] } }
        """));

    [Theory]
    [InlineData("hour", "\"grant\"", "", true)]
    [InlineData("60m", "[\"grant\"]", "", true)]
    [InlineData("day", "\"grant\"", "", false)]
    [InlineData("hour", "\"tool\"", "", false)]
    [InlineData("hour", "\"grant\"", ", \"algorithm\": \"sliding\"", false)]
    [InlineData("hour", "\"grant\"", ", \"increment\": 2", false)]
    [InlineData("hour", "\"grant\"", ", \"increment_table\": { \"path\": \"args.a\", \"values\": {} }", false)]
    public void A_limit_behind_another_of_the_same_kind_is_warned_of(string window, string scope, string more, bool warns) =>
        Assert.Equal(warns ? [DiagnosticCodes.LimitUnreachable] : [], Codes($$"""
            "tools": { "t": { "limits": [
              { "counter": "few", "window": "hour", "max": 5 },
              { "counter": "many", "window": "{{window}}", "max": 50, "scope": {{scope}} {{more}} } ] } }
            """));

    [Fact]
    public void A_limit_that_another_tool_can_fill_is_not_warned_of() => Assert.Empty(Codes("""
        "tools": {
          "a": { "limits": [ { "counter": "a", "window": "hour", "max": 5 }, { "counter": "both", "window": "hour", "max": 8 } ] },
          "b": { "limits": [ { "counter": "b", "window": "hour", "max": 5 }, { "counter": "both", "window": "hour", "max": 8 } ] }
        }
        """));

    [Fact]
    public void A_limit_behind_one_of_all_tools_is_warned_of() => Assert.Equal([DiagnosticCodes.LimitUnreachable], Codes("""
        "all_tools": { "limits": [ { "counter": "all", "window": "hour", "max": 5 } ] },
        "tools": { "a": { "limits": [ { "counter": "a", "window": "hour", "max": 5 } ] } }
        """));

    [Fact]
    public void A_smaller_limit_than_that_of_all_tools_is_not_warned_of() => Assert.Empty(Codes("""
        "all_tools": { "limits": [ { "counter": "all", "window": "hour", "max": 50 } ] },
        "tools": { "a": { "limits": [ { "counter": "a", "window": "hour", "max": 5 } ] } }
        """));

    [Theory]
    [InlineData("\"session\"", "", true)]
    [InlineData("[\"grant\", \"session\"]", "", true)]
    [InlineData("\"grant\"", "", false)]
    [InlineData("\"session\"", ", { \"counter\": \"g\", \"window\": \"day\", \"max\": 9 }", false)]
    [InlineData("\"session\"", ", { \"counter\": \"g\", \"window\": \"day\", \"max\": 9, \"scope\": \"global\" }", false)]
    [InlineData("\"session\"", ", { \"counter\": \"g\", \"window\": \"day\", \"max\": 9, \"scope\": [\"grant\", \"args.a\"] }", true)]
    public void A_limit_per_session_alone_is_warned_of(string scope, string beside, bool warns) =>
        Assert.Equal(warns ? [DiagnosticCodes.SessionScopeAlone] : [], Codes($$"""
            "tools": { "t": { "limits": [ { "counter": "c", "window": "hour", "max": 5, "scope": {{scope}} } {{beside}} ] } }
            """));

    [Fact]
    public void A_limit_per_session_beside_one_of_all_tools_is_not_warned_of() => Assert.Empty(Codes("""
        "all_tools": { "limits": [ { "counter": "g", "window": "day", "max": 9 } ] },
        "tools": { "t": { "limits": [ { "counter": "c", "window": "hour", "max": 5, "scope": "session" } ] } }
        """));

    [Fact]
    public void An_allowance_with_a_limit_is_not_bare() => Assert.DoesNotContain(
        Reading.Of(
            """{ "version": "1", "default": "allow", "all_tools": { "limits": [ { "counter": "c", "window": "hour", "max": 5 } ] }"""
                + """ }""").Diagnostics,
        d => d.Code == DiagnosticCodes.Unlimited);

    [Theory]
    [InlineData("^[0-9]+$", false)]
    [InlineData("^\\\\\\\\d$", false)]
    [InlineData("^\\\\D$", true)]
    [InlineData("^[\\\\s]", true)]
    [InlineData("(?s)^.", false)]
    [InlineData("^(?si:a)", true)]
    [InlineData("^(?s-i:a)", false)]
    public void A_part_that_covers_all_of_Unicode_is_warned_of(string pattern, bool warns) =>
        Assert.Equal(warns ? [DiagnosticCodes.RegexUnicode] : [],
        Codes($$""" "tools": { "t": { "require": [ { "path": "args.a", "op": "regex", "value": "{{pattern}}" } ] } } """));

    [Fact]
    public void Counters_that_agree_share_one_count() => Assert.Empty(Codes("""
        "tools": {
          "a": { "limits": [ { "counter": "c", "window": "hour", "max": 5, "scope": ["grant", "args.a"] } ], "rate_limit": "5/minute" },
          "b": { "limits": [ { "counter": "c", "window": "60m", "max": 9, "scope": ["grant", "args.a"], "increment": 2 } ],
            "rate_limit": "9/minute" }
        }
        """));

    [Fact]
    public void Globs_of_different_rank_do_not_tie() =>
    Assert.Empty(Codes(""" "tools": { "a*": {}, "ab*": {}, "a*b": {}, "b*": {}, "ab": {} } """));

    private static string[] Codes(string members)
    {
        var reading = Reading.Of($$"""{ "version": "1", "default": "deny", {{members}} }""");
        Assert.NotNull(reading.Document);
        return [.. reading.Diagnostics.Select(d => d.Code)];
    }
}
