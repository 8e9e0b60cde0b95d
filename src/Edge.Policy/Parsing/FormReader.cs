using System.Collections.Immutable;
using System.Text;
using Edge.Policy.Documents;
using Edge.Policy.Text;

namespace Edge.Policy.Parsing;

/// <summary>Reads single values and adds what is wrong with them; every method gives null (or nothing) for what it refused.</summary>
internal sealed class FormReader(DiagnosticBag diagnostics)
{
    /// <summary>What <paramref name="read"/> gives, or null when it added an error: what is half read would mean something else.</summary>
    public T? WithoutErrors<T>(SourceNode node, Func<SourceNode, T?> read)
        where T : class
    {
        var before = diagnostics.Errors;
        var value = read(node);
        return diagnostics.Errors == before ? value : null;
    }

    /// <summary>Adds an error at a value.</summary>
    public void Error(SourceNode at, string code, string message) => diagnostics.Error(at.Place, code, message);

    /// <summary>Adds an error at a member's name.</summary>
    public void Error(SourceMember at, string code, string message) => diagnostics.Error(at.NamePlace, code, message);

    /// <summary>Whether a value is an object; unknown members are added, and those of <paramref name="elsewhere"/> as misplaced.</summary>
    public bool IsObject(SourceNode node, string what, string[] known, string[]? elsewhere = null)
    {
        if (!Is(node, SourceKind.Object, $"{what}, an object"))
            return false;
        foreach (var member in node.Members)
        {
            if (known.Contains(member.Name))
                continue;
            if (elsewhere is not null && elsewhere.Contains(member.Name))
                Error(
                    member,
                    DiagnosticCodes.MisplacedMember,
                    $"{UserText.Quote(member.Name)} has no meaning in {what}; expected {Choice(known)}");
            else
                Error(
                    member,
                    DiagnosticCodes.UnknownMember,
                    $"unknown member {UserText.Quote(member.Name)}{Hint(member.Name, known)}");
        }
        return true;
    }

    // The nearest name, else what is meant by a name from elsewhere.
    private static string Hint(string name, string[] known) =>
        Spelling.Hint(name, known) is { Length: > 0 } near ? near
        : Synonyms.Meant(Synonyms.Member, name) is var meant && known.Contains(meant) ? $" (did you mean '{meant}'?)" : "";

    /// <summary>Whether a value has the JSON type that <paramref name="what"/> says in words.</summary>
    public bool Is(SourceNode node, SourceKind kind, string what)
    {
        if (node.Kind == kind)
            return true;
        Error(node, DiagnosticCodes.WrongType, $"expected {what}, found {(diagnostics.HoldsSecrets ? Kind(node) : Describe(node))}");
        return false;
    }

    /// <summary>A required member's value, or null and an error at its object.</summary>
    public SourceNode? Required(SourceNode node, string name)
    {
        if (node.Member(name) is { } member)
            return member.Value;
        Error(node, DiagnosticCodes.MissingMember, $"missing member '{name}'");
        return null;
    }

    /// <summary>A string.</summary>
    public string? Text(SourceNode? node, string what = "a string") =>
        node is not null && Is(node, SourceKind.String, what) ? node.Text : null;

    /// <summary>A string that is not empty.</summary>
    public string? Name(SourceNode? node, string what)
    {
        if (Text(node, what) is not { } text)
            return null;
        if (text.Length > 0)
            return text;
        Error(node!, DiagnosticCodes.EmptyName, $"expected {what}, found an empty string");
        return null;
    }

    /// <summary>True or false.</summary>
    public bool? Boolean(SourceNode? node) => node is not null && Is(node, SourceKind.Boolean, "true or false") ? node.Text == "true"
        : null;

    /// <summary>An exact decimal that is at least zero, or above it.</summary>
    public decimal? Decimal(SourceNode? node, bool positive)
    {
        var what = positive ? "a positive number" : "a number that is not negative";
        if (node is null || !Is(node, SourceKind.Number, what))
            return null;
        if (!ExactNumber.TryReadDecimal(Encoding.UTF8.GetBytes(node.Text), out var value))
        {
            Error(
                node,
                DiagnosticCodes.InexactNumber,
                $"{UserText.Quote(node.Text)} cannot be counted exactly; expected at most 28 digits");
            return null;
        }
        if (value > 0 || (value == 0 && !positive))
            return value;
        Error(node, DiagnosticCodes.NumberOutOfRange, $"expected {what}, found {UserText.Quote(node.Text)}");
        return null;
    }

    /// <summary>One of the words of a table.</summary>
    public T? Word<T>(
        SourceNode? node,
        string noun,
        WordTable<T> words,
        string code = DiagnosticCodes.UnknownValue)
        where T : struct
    {
        if (Text(node, words.Choice) is not { } word)
            return null;
        if (words.TryGet(word, out var value))
            return value;
        Error(node!, code, $"unknown {noun} {UserText.Quote(word)}; expected {words.Choice}{words.Hint(word)}");
        return null;
    }

    /// <summary>A duration within bounds.</summary>
    public TimeSpan? Duration(SourceNode? node, TimeSpan least, TimeSpan most, string range)
    {
        if (Text(node, "a duration as '30s', '15m', '12h' or '7d'") is not { } text)
            return null;
        if (DurationParser.TryRead(text, out var duration) && duration >= least && duration <= most)
            return duration;
        Error(
            node!,
            DiagnosticCodes.InvalidDuration,
            $"expected a duration as '30s', '15m', '12h' or '7d', {range}, found {UserText.Quote(text)}");
        return null;
    }

    /// <summary>A path; <paramref name="refused"/> says what this place does not take, or null.</summary>
    public ValuePath? Path(SourceNode? node, Func<ValuePath, string?>? refused = null)
    {
        if (Name(node, "a path as 'args.name'") is not { } text)
            return null;
        if (PathParser.TryRead(text, out var path, out var problem) && (problem = refused?.Invoke(path) ?? "").Length == 0)
            return path;
        Error(node!, DiagnosticCodes.InvalidPath, $"invalid path {UserText.Quote(text)}: {problem}");
        return null;
    }

    /// <summary>The elements of an array, without those that were refused.</summary>
    public ImmutableArray<T> List<T>(SourceNode? node, string what, Func<SourceNode, T?> read)
        where T : class
    {
        if (node is null || !Is(node, SourceKind.Array, what))
            return [];
        var list = ImmutableArray.CreateBuilder<T>(node.Items.Count);
        foreach (var item in node.Items)
        {
            if (read(item) is { } element)
                list.Add(element);
        }
        return list.ToImmutable();
    }

    /// <summary>What a value is, in words.</summary>
    public static string Describe(SourceNode node) => node.Kind switch
    {
        SourceKind.Object => "an object",
        SourceKind.Array => "an array",
        SourceKind.String => $"the string {UserText.Quote(node.Text)}",
        SourceKind.Number => $"the number {UserText.Quote(node.Text)}",
        _ => node.Text,
    };

    private static string Kind(SourceNode node) => node.Kind switch
    {
        SourceKind.String => "a string",
        SourceKind.Number => "a number",
        _ => Describe(node),
    };

    private static string Choice(string[] names) => new WordTable<int>([.. names.Select(name => (name, 0))]).Choice;
}
