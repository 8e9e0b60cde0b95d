using System.Collections.Frozen;
using System.Globalization;
using Edge.Policy.Documents;
using Edge.Policy.Text;

namespace Edge.Policy.Parsing;

/// <summary>Reads limits.</summary>
internal sealed class LimitParser(FormReader form)
{
    private const int MostAllotted = 50;

    private readonly ScopeParser _scopes = new(form);

    /// <summary>Why a window cannot be read.</summary>
    public static string WindowProblem(string found, string? hint = null) =>
        $"invalid window {UserText.Quote(found)}; expected {FormWords.Window.Choice}, or a duration up to 366d as '30s', '15m', '12h' "
        + $"or '7d'"
        + (hint ?? FormWords.Window.Hint(found));

    /// <summary>Reads a limit.</summary>
    public LimitDocument? Read(SourceNode node) => form.WithoutErrors(node, ReadMembers);

    /// <summary>Why a path cannot give one number or word; null when it can.</summary>
    public static string? OneValue(ValuePath path) => path.Segments.Any(s => s.IsEvery) ? "'[*]' gives several values; expected one"
        : path.Function == PathFunction.Keys ? "'.keys()' gives a list; expected one value"
        : null;

    private LimitDocument? ReadMembers(SourceNode node)
    {
        if (!form.IsObject(node, "a limit", FormWords.Limit))
            return null;
        var algorithm = form.Word(node.Member("algorithm")?.Value, "algorithm", FormWords.Algorithm) ?? LimitAlgorithm.Fixed;
        var counter = form.Name(form.Required(node, "counter"), "a counter's name");
        var max = form.Decimal(form.Required(node, "max"), positive: true);
        var window = ReadWindow(node, algorithm);
        OnlyWith(node, "burst", "token_bucket", algorithm == LimitAlgorithm.TokenBucket);
        OnlyWith(node, "linger", "concurrency", algorithm == LimitAlgorithm.Concurrency);
        OnlyWith(node, "allotment", "fixed", algorithm == LimitAlgorithm.Fixed);
        if (node.Member("increment_default") is { } orphan && node.Member("increment_from") is null)
            form.Error(orphan, DiagnosticCodes.MisplacedMember, "'increment_default' has no meaning without 'increment_from'");
        var limit = new LimitDocument { Counter = counter ?? "", Max = max ?? 1, Place = node.Place };
        limit = limit with
        {
            Window = window ?? TimeSpan.Zero,
            Scope = node.Member("scope") is { } scope ? _scopes.Read(scope.Value) : limit.Scope,
            Algorithm = algorithm,
            Burst = form.Decimal(node.Member("burst")?.Value, positive: true),
            Increment = form.Decimal(node.Member("increment")?.Value, positive: false) ?? limit.Increment,
            IncrementFrom = form.Path(node.Member("increment_from")?.Value, OneValue),
            IncrementDefault = form.Decimal(node.Member("increment_default")?.Value, positive: false),
            IncrementTable = node.Member("increment_table") is { } table ? ReadTable(table.Value) : null,
            Linger = form.Duration(node.Member("linger")?.Value, TimeSpan.Zero, DurationParser.Longest, "from 0s to 366d") ?? limit.Linger,
            Allotment = ReadAllotment(node.Member("allotment")?.Value),
            OnDeny = form.Text(node.Member("on_deny")?.Value),
        };
        return limit;
    }

    // A whole percentage: what is left is estimated anyway.
    private decimal ReadAllotment(SourceNode? node)
    {
        if (node is null || form.Text(node, "a percentage as '5%'") is not { } text)
            return 0;
        if (text.Length is 2 or 3 && text[^1] == '%' && text[0] != '0'
            && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var percent)
            && percent is >= 1 and <= MostAllotted)
            return percent / 100m;
        form.Error(node, DiagnosticCodes.NumberOutOfRange,
            $"invalid allotment {UserText.Quote(text)}; expected a whole percentage from '1%' to '{MostAllotted}%'");
        return 0;
    }

    private TimeSpan? ReadWindow(SourceNode node, LimitAlgorithm algorithm)
    {
        if (algorithm == LimitAlgorithm.Concurrency)
        {
            if (node.Member("window") is { } misplaced)
                form.Error(
                    misplaced,
                    DiagnosticCodes.MisplacedMember,
                    "'window' has no meaning with the algorithm 'concurrency', which counts calls under way");
            return TimeSpan.Zero;
        }
        if (form.Required(node, "window") is not { } value || form.Text(value, "a window as 'minute' or '15m'") is not { } text)
            return null;
        if (DurationParser.TryReadWindow(text, out var window))
            return window;
        form.Error(value, DiagnosticCodes.InvalidWindow, WindowProblem(text));
        return null;
    }

    private void OnlyWith(SourceNode node, string name, string algorithm, bool holds)
    {
        if (!holds && node.Member(name) is { } member)
            form.Error(member, DiagnosticCodes.MisplacedMember, $"'{name}' has a meaning only with the algorithm '{algorithm}'");
    }

    private IncrementTable? ReadTable(SourceNode node)
    {
        if (!form.IsObject(node, "a table", FormWords.IncrementTable))
            return null;
        var path = form.Path(form.Required(node, "path"), OneValue);
        var otherwise = form.Decimal(node.Member("default")?.Value, positive: false);
        if (form.Required(node, "values") is not { } values || !form.Is(values, SourceKind.Object, "an object of values and their costs"))
            return null;
        var costs = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var member in values.Members)
        {
            if (form.Decimal(member.Value, positive: false) is { } cost)
                costs.Add(member.Name, cost);
        }
        return path is null ? null : new IncrementTable(path, costs.ToFrozenDictionary(StringComparer.Ordinal), otherwise);
    }
}
