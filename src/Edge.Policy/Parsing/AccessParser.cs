using System.Buffers;
using Edge.Policy.Documents;
using Edge.Policy.Matching;
using Edge.Policy.Text;

namespace Edge.Policy.Parsing;

/// <summary>Reads lists of patterns: <c>hide</c>, <c>methods</c>, <c>resources</c> and <c>prompts</c>.</summary>
internal sealed class AccessParser(FormReader form)
{
    private static readonly SearchValues<char> ToolPatternCharacters = SearchValues.Create(ToolName.Characters + "*");

    private readonly ResultsParser _results = new(form);

    private static readonly string[] NeverAllowed = ["tools/call", "initialize"];

    /// <summary>Why no tool can match a pattern; null when one can.</summary>
    public static string? ToolPatternProblem(string pattern)
    {
        if (pattern.Length == 0)
            return "expected a tool's name or pattern, found an empty string";
        if (pattern.AsSpan().IndexOfAnyExcept(ToolPatternCharacters) >= 0)
            return $"no tool can match {UserText.Quote(pattern)}: a tool's name consists of letters A to Z, digits and _ . / - (and "
                + $"'*' stands for any of them)";
        return pattern.Length - pattern.Count(c => c == '*') > ToolName.MaxLength
            ? $"no tool can match {UserText.Quote(pattern)}: a tool's name has at most {ToolName.MaxLength} characters" : null;
    }

    /// <summary>Reads one tool pattern of a list.</summary>
    public PatternEntry? ReadToolPattern(SourceNode node)
    {
        if (form.Name(node, "a tool's name or pattern") is not { } pattern)
            return null;
        if (ToolPatternProblem(pattern) is not { } problem)
            return new PatternEntry(pattern, node.Place);
        form.Error(node, DiagnosticCodes.InvalidPattern, problem);
        return null;
    }

    /// <summary>Reads <c>methods</c>.</summary>
    public AccessDocument? ReadMethods(SourceNode node) =>
        Read(node, "'methods'", FormWords.Methods, FormWords.Access, "a method's name or pattern", CheckAllowedMethod);

    /// <summary>Reads <c>resources</c>.</summary>
    public AccessDocument? ReadResources(SourceNode node) =>
        Read(node, "'resources'", FormWords.Access, null, "a URI or a pattern of URIs", null);

    /// <summary>Reads <c>prompts</c>.</summary>
    public AccessDocument? ReadPrompts(SourceNode node) =>
        Read(node, "'prompts'", FormWords.Access, null, "a prompt's name or pattern", null);

    private AccessDocument? Read(SourceNode node, string what, string[] known, string[]? elsewhere, string pattern,
        Action<SourceNode>? checkAllowed)
    {
        if (!form.IsObject(node, what, known, elsewhere))
            return null;
        var list = $"an array, each element {pattern}";
        return new AccessDocument
        {
            Default = known.Contains("default") ? form.Word(node.Member("default")?.Value, "default", FormWords.Default) : null,
            Allow = form.List(node.Member("allow")?.Value, list, item => ReadPattern(item, pattern, checkAllowed)),
            Deny = form.List(node.Member("deny")?.Value, list, item => ReadPattern(item, pattern, null)),
            Results = known.Contains("results") && node.Member("results") is { } results ? _results.Read(results.Value) : null,
            Place = node.Place,
        };
    }

    private PatternEntry? ReadPattern(SourceNode node, string what, Action<SourceNode>? check)
    {
        if (form.Name(node, what) is not { } pattern)
            return null;
        if (pattern.Any(char.IsControl))
        {
            form.Error(node, DiagnosticCodes.InvalidPattern, $"nothing can match {UserText.Quote(pattern)}: it holds a control character");
            return null;
        }
        check?.Invoke(node);
        return new PatternEntry(pattern, node.Place);
    }

    /// <summary>policy-format.md, Methods: what may not stand in <c>allow</c>, or would do nothing there.</summary>
    private void CheckAllowedMethod(SourceNode node)
    {
        if (NeverAllowed.Contains(node.Text))
            form.Error(
                node,
                DiagnosticCodes.MethodNotAllowable,
                $"'{node.Text}' cannot be in 'allow': {(node.Text == "initialize" ? "it is allowed already" : "the rules of 'tools' "
                    + "decide it")}");
        else if (node.Text.StartsWith("tasks/", StringComparison.Ordinal) && node.Text.Contains('*', StringComparison.Ordinal))
            form.Error(
                node,
                DiagnosticCodes.MethodNotAllowable,
                $"{UserText.Quote(node.Text)} would allow nothing: '*' never reaches a method of 'tasks/' (write each method's name)");
    }
}
