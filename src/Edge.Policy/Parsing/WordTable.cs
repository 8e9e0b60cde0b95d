using System.Diagnostics.CodeAnalysis;

namespace Edge.Policy.Parsing;

/// <summary>The words that a member takes, with their values, in the order of policy-format.md. Immutable.</summary>
internal sealed class WordTable<T>(params (string Word, T Value)[] entries)
{
    /// <summary>All words.</summary>
    public IEnumerable<string> Words => entries.Select(e => e.Word);

    /// <summary>The words as a sentence has them: <c>'allow', 'deny' or 'require_approval'</c>.</summary>
    public string Choice { get; } = Join([.. entries.Select(e => $"'{e.Word}'")]);

    /// <summary>The value of a word, compared ordinally.</summary>
    public bool TryGet(string word, [MaybeNullWhen(false)] out T value)
    {
        foreach (var entry in entries)
        {
            if (entry.Word == word)
            {
                value = entry.Value;
                return true;
            }
        }
        value = default;
        return false;
    }

    private static string Join(string[] quoted) => quoted.Length == 1 ? quoted[0] : $"{string.Join(", ", quoted[..^1])} or {quoted[^1]}";
}
