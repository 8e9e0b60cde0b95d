using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Edge.Policy.Documents;
using Edge.Policy.Text;

namespace Edge.Policy.Parsing;

/// <summary>
/// Reads a path (policy-format.md, Condition): <c>args</c>, <c>.name</c>, <c>["name"]</c>, <c>[0]</c>, <c>[*]</c>, and at the end a
/// function, <c>.keys()[*]</c> or <c>.values()[*]</c>;
/// or <c>grant.id</c>, <c>grant.labels.NAME</c>, <c>tool</c>, <c>session.id</c>.
/// </summary>
internal ref struct PathParser
{
    private static readonly string[] RootWords = ["args", "grant", "tool", "session"];

    private static readonly string[] Roots = ["args", "grant.id", "grant.labels", "tool", "session.id"];

    private const string EveryName = ".keys()[*]";
    private const string EveryValue = ".values()[*]";

    private readonly string _path;
    private ReadOnlySpan<char> _rest;

    private PathParser(string path)
    {
        _path = path;
        _rest = path;
    }

    /// <summary>What is wrong, as a fragment for a message; empty when nothing is.</summary>
    private string Problem { get; set; } = "";

    private readonly int At => _path.Length - _rest.Length + 1;

    /// <summary>Reads a path; false, with what is wrong, when it is none.</summary>
    public static bool TryRead(string path, [NotNullWhen(true)] out ValuePath? read, out string problem)
    {
        var parser = new PathParser(path);
        read = parser.Read();
        problem = parser.Problem;
        return read is not null;
    }

    private ValuePath? Read()
    {
        switch (_path)
        {
            case "tool":
                return new(PathRoot.Tool, null, [], PathFunction.None, _path);
            case "grant.id":
                return new(PathRoot.GrantId, null, [], PathFunction.None, _path);
            case "session.id":
                return new(PathRoot.SessionId, null, [], PathFunction.None, _path);
        }
        if (Take("grant.labels"))
            return ReadLabel();
        if (Take("args") && (_rest.IsEmpty || _rest[0] is '.' or '['))
            return ReadArguments();
        var end = _path.IndexOfAny(['.', '[', '(']);
        var root = end < 0 ? _path : _path[..end];
        // PolicyLayer's paths into its own state mean nothing here, and no argument either.
        var hint = root is "args" or "grant" or "tool" or "session" or "state" ? "" : Hint(root, end < 0 ? "" : _path[end..]);
        Problem = $"it starts with {UserText.Quote(root)}; expected 'args', 'grant.id', 'grant.labels.NAME', 'tool' or 'session.id'{hint}";
        return null;
    }

    // What starts with nothing known is mostly the name of an argument.
    private static string Hint(string root, string rest)
    {
        var meant = Synonyms.Meant(Synonyms.Root, root);
        var near = ReferenceEquals(meant, root) ? Spelling.Nearest(root, RootWords) ?? Spelling.Nearest(root, Roots) : meant;
        string?[] guesses = [near is null ? null : near + rest, near, near is null ? $"args.{root}{rest}" : null];
        return Array.Find(guesses, guess => guess is not null && TryRead(guess, out _, out _)) is { } path
            ? $" (did you mean {UserText.Quote(path)}?)" : "";
    }

    private ValuePath? ReadLabel()
    {
        if (_rest.IsEmpty || !TryReadStep(out var step) || step.Kind != PathSegmentKind.Member || !_rest.IsEmpty)
        {
            if (Problem.Length == 0)
                Problem = "expected one label's name after 'grant.labels', as 'grant.labels.team' or 'grant.labels[\"cost centre\"]'";
            return null;
        }
        return new(PathRoot.GrantLabel, step.Name, [], PathFunction.None, _path);
    }

    private ValuePath? ReadArguments()
    {
        var steps = ImmutableArray.CreateBuilder<PathSegment>();
        while (!_rest.IsEmpty)
        {
            if (_rest is EveryName or EveryValue)
            {
                steps.Add(_rest is EveryName ? PathSegment.EachName : PathSegment.EachValue);
                break;
            }
            if (_rest.EndsWith("()", StringComparison.Ordinal) && _rest[0] == '.' && _rest[1..].IndexOfAny(".[(") == _rest.Length - 3)
                return ReadFunction(steps.ToImmutable());
            if (!TryReadStep(out var step))
                return null;
            steps.Add(step);
        }
        return new(PathRoot.Arguments, null, steps.ToImmutable(), PathFunction.None, _path);
    }

    private ValuePath? ReadFunction(ImmutableArray<PathSegment> steps)
    {
        var name = _rest[1..^2].ToString();
        if (FormWords.Function.TryGet(name, out var function))
            return new(PathRoot.Arguments, null, steps, function, _path);
        Problem = name == "values"
            ? "'values()' is allowed only as 'values()[*]', for every value of an object"
            : $"unknown function {UserText.Quote(name + "()")}; expected 'keys()', 'length()' or 'bytes()'{FormWords.Function.Hint(name)}";
        return null;
    }

    private bool TryReadStep(out PathSegment step)
    {
        step = default;
        if (Take("."))
            return TryReadName(out step);
        if (Take("[*]"))
        {
            step = PathSegment.Each;
            return true;
        }
        if (Take("[\""))
            return TryReadQuoted(out step);
        if (Take("["))
            return TryReadIndex(out step);
        return Refuse($"expected '.' or '[', found {UserText.Quote(_rest[..1].ToString())}");
    }

    private bool TryReadName(out PathSegment step)
    {
        var end = _rest.IndexOfAny(".[");
        var name = end < 0 ? _rest : _rest[..end];
        step = default;
        if (name.IsEmpty)
            return Refuse("expected a name after '.'");
        foreach (var character in name)
        {
            if (character is '(' or ')')
                return Refuse("a function is allowed only at the end, as in '.length()'");
            if (character is '*')
            {
                return Refuse(
                    "'*' is allowed only for every element of an array, as '[*]' (for the names of an object use '.keys()[*]', for its "
                        + "values '.values()[*]')");
            }


            if (character is ']' or '"' or '\'' or '\\' || char.IsWhiteSpace(character) || char.IsControl(character))
                return Refuse($"a name with {UserText.Quote(character.ToString())} is written in brackets and double quotes, as '[\"a "
                    + $"name\"]'");
        }
        step = PathSegment.Member(name.ToString());
        _rest = _rest[name.Length..];
        return true;
    }

    /// <summary>Reads the rest of <c>["name"]</c>; a quote and a backslash in the name stand after a backslash.</summary>
    private bool TryReadQuoted(out PathSegment step)
    {
        step = default;
        var name = new StringBuilder();
        for (var i = 0; i < _rest.Length; i++)
        {
            if (_rest[i] == '\\')
            {
                if (++i == _rest.Length || _rest[i] is not ('"' or '\\'))
                    return Refuse("after a backslash in a quoted name expected '\"' or another backslash");
            }
            else if (_rest[i] == '"')
            {
                if (i + 1 == _rest.Length || _rest[i + 1] != ']')
                    break;
                step = PathSegment.Member(name.ToString());
                _rest = _rest[(i + 2)..];
                return true;
            }
            name.Append(_rest[i]);
        }
        return Refuse("a quoted name ends with '\"]'");
    }

    private bool TryReadIndex(out PathSegment step)
    {
        step = default;
        var end = _rest.IndexOf(']');
        var digits = end < 0 ? _rest : _rest[..end];
        if (end < 0 || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            || (digits[0] == '0' && digits.Length > 1))
            return Refuse("expected an index, '*' or a name in double quotes in '[]', as '[0]', '[*]' or '[\"name\"]'");
        step = PathSegment.Element(index);
        _rest = _rest[(end + 1)..];
        return true;
    }

    private bool Take(string expected)
    {
        if (!_rest.StartsWith(expected, StringComparison.Ordinal))
            return false;
        _rest = _rest[expected.Length..];
        return true;
    }

    private bool Refuse(string problem)
    {
        Problem = string.Create(CultureInfo.InvariantCulture, $"at character {At}: {problem}");
        return false;
    }
}
