using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Edge.Policy.Matching;

namespace Edge.Policy.Evaluation;

/// <summary>Patterns with what each stands for; the first in document order that matches is found. Immutable; thread-safe.</summary>
internal sealed class PatternSet<T>
    where T : class
{
    private readonly FrozenDictionary<string, Entry> _names;
    private readonly Entry[] _globs;

    public PatternSet(IEnumerable<KeyValuePair<string, T>> patterns)
    {
        Entries = [.. patterns.Select((pair, index) => new Entry(index, new ToolPattern(pair.Key), pair.Value))];
        _globs = [.. Entries.Where(entry => !entry.Pattern.IsExact)];
        _names = Entries.Where(entry => entry.Pattern.IsExact)
            .DistinctBy(entry => entry.Pattern.Text, StringComparer.Ordinal)
            .ToFrozenDictionary(entry => entry.Pattern.Text, StringComparer.Ordinal);
    }

    /// <summary>The patterns in document order.</summary>
    public IReadOnlyList<Entry> Entries { get; }

    /// <summary>Whether one of the patterns is just this name.</summary>
    public bool Names(string name) => _names.ContainsKey(name);

    /// <summary>Finds what the first pattern that matches <paramref name="name"/> stands for.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out T? value)
    {
        _names.TryGetValue(name, out var first);
        foreach (var glob in _globs)
        {
            if (first is not null && first.Index < glob.Index)
                break;
            if (!glob.Pattern.Matches(name))
                continue;
            first = glob;
            break;
        }

        value = first?.Value;
        return value is not null;
    }

    /// <summary>A pattern, its place in the list, and what it stands for.</summary>
    internal sealed record Entry(int Index, ToolPattern Pattern, T Value);
}
