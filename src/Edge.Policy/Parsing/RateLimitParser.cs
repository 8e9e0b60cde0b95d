using System.Globalization;
using Edge.Policy.Documents;
using Edge.Policy.Text;

namespace Edge.Policy.Parsing;

/// <summary>Reads the shorthand <c>rate_limit</c>, as an object or as text, into the limit it stands for: per grant and tool.</summary>
internal static class RateLimitParser
{
    // What a decimal holds without loss.
    private const int MaxDigits = 28;

    // Longer texts get no hint.
    private const int MaxText = 64;

    private const string Form = "'10/minute' or { \"max\": 10, \"window\": 60 }, the window in seconds";

    /// <summary>Reads either form.</summary>
    public static LimitDocument? Read(FormReader form, SourceNode node)
    {
        if (node.Kind == SourceKind.String)
            return ReadText(form, node);
        if (!form.Is(node, SourceKind.Object, Form) || !form.IsObject(node, "'rate_limit'", FormWords.RateLimit, FormWords.Limit))
            return null;
        var max = form.Decimal(form.Required(node, "max"), positive: true);
        var window = ReadSeconds(form, form.Required(node, "window"));
        return max is null || window is null ? null : Limit(max.Value, window.Value, node);
    }

    private static TimeSpan? ReadSeconds(FormReader form, SourceNode? node)
    {
        if (node is null || !form.Is(node, SourceKind.Number, "the window as a number of seconds"))
            return null;
        if (int.TryParse(node.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            && seconds <= DurationParser.Longest.TotalSeconds)
            return TimeSpan.FromSeconds(seconds);
        form.Error(
            node,
            DiagnosticCodes.InvalidWindow,
            $"expected the window as a whole number of seconds from 1 to {DurationParser.Longest.TotalSeconds:0}, "
                + $"found {UserText.Quote(node.Text)}");
        return null;
    }

    private static LimitDocument? ReadText(FormReader form, SourceNode node)
    {
        var slash = node.Text.IndexOf('/', StringComparison.Ordinal);
        if (slash is < 1 or > MaxDigits || node.Text[0] == '0'
            || !decimal.TryParse(node.Text.AsSpan(0, slash), NumberStyles.None, CultureInfo.InvariantCulture, out var max))
        {
            form.Error(node, DiagnosticCodes.InvalidRateLimit, $"expected {Form}, found {UserText.Quote(node.Text)}{Hint(node.Text)}");
            return null;
        }
        var text = node.Text[(slash + 1)..];
        if (DurationParser.TryReadWindow(text, out var window))
            return Limit(max, window, node);
        form.Error(node, DiagnosticCodes.InvalidWindow, LimitParser.WindowProblem(text, Hint(node.Text)));
        return null;
    }

    // A number, and a window as people write it: '10/min', '10 per minute', '10rpm', '10 requests/hour'.
    private static string Hint(string text)
    {
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (digits is < 1 or > MaxDigits || text[0] == '0' || text.Length > MaxText)
            return "";
        var word = text[digits..].Trim().ToLowerInvariant();
        var window = word is "rpm" or "rps" or "rph" or "rpd"
            ? Synonyms.Meant(Synonyms.Window, word[2..])
            : Synonyms.Meant(Synonyms.Window, word[(word.LastIndexOfAny(['/', ' ']) + 1)..]);
        return DurationParser.TryReadWindow(window, out _) ? $" (did you mean '{text[..digits]}/{window}'?)"
            : Spelling.Nearest(window, FormWords.Window.Words) is { } near ? $" (did you mean '{text[..digits]}/{near}'?)" : "";
    }

    private static LimitDocument Limit(decimal max, TimeSpan window, SourceNode node) => new()
    {
        // The window is in the name: rules with different windows are different counters.
        Counter = string.Create(CultureInfo.InvariantCulture, $"rate_limit_{window.TotalSeconds:0}s"),
        Window = window,
        Max = max,
        Scope = [new(LimitScope.Grant, null), new(LimitScope.Tool, null)],
        Place = node.Place,
    };
}
