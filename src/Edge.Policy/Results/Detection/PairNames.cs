using System.Text.Json;

namespace Edge.Policy.Results.Detection;

/// <summary>Which names say that a value is a secret. Letter case makes no difference. Immutable; thread-safe.</summary>
internal sealed class PairNames
{
    private const int MaxName = 128;

    private readonly string[] _notBeginning;
    private readonly string[] _not;

    private PairNames(JsonElement pairs)
    {
        Id = pairs.GetProperty("id").GetString()!;
        Form = pairs.GetProperty("form").GetString()!;
        Endings = Strings(pairs, "endings");
        _notBeginning = Strings(pairs, "not_beginning");
        _not = Strings(pairs, "not");
        Positive = [.. DetectorFile.Samples(pairs, "positive")];
        Negative = [.. DetectorFile.Samples(pairs, "negative")];
    }

    /// <summary>The name that stands in replacements and findings.</summary>
    public string Id { get; }

    /// <summary>How such a pair looks, for people.</summary>
    public string Form { get; }

    /// <summary>Texts that must be found.</summary>
    public string[] Positive { get; }

    /// <summary>Texts in which nothing must be found.</summary>
    public string[] Negative { get; }

    /// <summary>How such a name ends.</summary>
    public string[] Endings { get; }

    /// <summary>Reads them from the file of detectors.</summary>
    public static PairNames Read(JsonElement pairs) => new(pairs);

    /// <summary>Whether a value of this name is a secret if it looks like one.</summary>
    public bool Has(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > MaxName || !EndsWithAny(name))
            return false;
        Span<char> plain = stackalloc char[MaxName];
        var length = 0;
        foreach (var c in name)
        {
            if (char.IsLetterOrDigit(c))
                plain[length++] = char.ToLowerInvariant(c);
        }

        plain = plain[..length];
        foreach (var beginning in _notBeginning)
        {
            if (plain.StartsWith(beginning, StringComparison.Ordinal))
                return false;
        }

        foreach (var known in _not)
        {
            if (plain.SequenceEqual(known))
                return false;
        }

        return true;
    }

    private bool EndsWithAny(ReadOnlySpan<char> name)
    {
        foreach (var ending in Endings)
        {
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static string[] Strings(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(item => item.GetString()!)];
}
