using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Edge.Policy.Calls;
using Edge.Policy.Matching;

namespace Edge.Policy.Evaluation;

/// <summary>
/// Which rule a tool has (policy-format.md, Document), in the same time for one rule and for thousands. Immutable; thread-safe.
/// </summary>
internal sealed class ToolAccess
{
    private readonly PatternSet<Decision> _hidden;
    private readonly FrozenDictionary<string, CompiledRule> _exact;
    private readonly KeyValuePair<ToolPattern, CompiledRule>[] _globs;
    private readonly CompiledRule? _default;

    /// <summary>Puts prepared rules together.</summary>
    /// <param name="hidden">What is hidden.</param>
    /// <param name="exact">The rules of tools that an entry names.</param>
    /// <param name="globs">The rules of patterns, the most specific first.</param>
    /// <param name="otherwise">The rule of every other tool; null when they are denied.</param>
    /// <param name="notListed">The decision on a tool that has no rule.</param>
    public ToolAccess(
        PatternSet<Decision> hidden,
        FrozenDictionary<string, CompiledRule> exact,
        KeyValuePair<ToolPattern, CompiledRule>[] globs,
        CompiledRule? otherwise,
        Decision notListed)
    {
        _hidden = hidden;
        _exact = exact;
        _globs = globs;
        _default = otherwise;
        NotListed = notListed;
    }

    /// <summary>The decision on a tool that has no rule.</summary>
    public Decision NotListed { get; }

    /// <summary>How many patterns are tried, one by one, for a tool that no entry names exactly.</summary>
    public int GlobCount => _globs.Length;

    /// <summary>Every rule, the one for tools that no entry names included.</summary>
    public IEnumerable<CompiledRule> Rules
    {
        get
        {
            IEnumerable<CompiledRule> named = [.. _exact.Values, .. _globs.Select(glob => glob.Value)];
            return _default is null ? named : named.Append(_default);
        }
    }

    /// <summary>Whether the document has this very name, as a rule or hidden.</summary>
    public bool Names(string tool) => _exact.ContainsKey(tool) || _hidden.Names(tool);

    /// <summary>The entry whose rule <see cref="TryFind"/> finds; empty for the default; null where there is none.</summary>
    public string? PatternOf(string tool)
    {
        if (_exact.ContainsKey(tool))
            return tool;
        foreach (var (pattern, _) in _globs)
        {
            if (pattern.Matches(tool))
                return pattern.Text;
        }

        return _default is null ? null : "";
    }

    /// <summary>Finds the decision that hides <paramref name="tool"/>.</summary>
    public bool IsHidden(string tool, [NotNullWhen(true)] out Decision? decision) => _hidden.TryFind(tool, out decision);

    /// <summary>
    /// Finds the most specific rule for <paramref name="tool"/>: its name, else the first glob by precedence, else the default.
    /// </summary>
    public bool TryFind(string tool, [NotNullWhen(true)] out CompiledRule? rule)
    {
        if (_exact.TryGetValue(tool, out rule))
            return true;
        foreach (var (pattern, candidate) in _globs)
        {
            if (!pattern.Matches(tool))
                continue;
            rule = candidate;
            return true;
        }

        rule = _default;
        return rule is not null;
    }
}
