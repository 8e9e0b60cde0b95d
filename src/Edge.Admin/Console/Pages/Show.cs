using System.Globalization;
using Edge.Admin.Console.Html;
using Edge.Policy.Text;

namespace Edge.Admin.Console.Pages;

/// <summary>How values are written on pages.</summary>
internal static class Show
{
    /// <summary>A text of somebody else's, with what could hide other characters written out.</summary>
    public static string Name(string? text) => UserText.Printable(text ?? "");

    /// <summary>A time of today or of another day.</summary>
    public static Markup Time(DateTimeOffset at) =>
        Markup.Of($"""<time datetime="{at.UtcDateTime.ToString("O",
            CultureInfo.InvariantCulture)}">{at.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)}</time>""");

    /// <summary>A time with its day.</summary>
    public static Markup Moment(DateTimeOffset at) =>
        Markup.Of($"""<time datetime="{at.UtcDateTime.ToString("O",
            CultureInfo.InvariantCulture)}">{at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC</time>""");

    /// <summary>A time with its day, or a dash.</summary>
    public static Markup Moment(DateTimeOffset? at) => at is { } known ? Moment(known) : Markup.Of($"–");

    /// <summary>How long until then, roughly.</summary>
    public static string Until(DateTimeOffset at, DateTimeOffset now) => (at - now) switch
    {
        { Ticks: <= 0 } => "now",
        { TotalSeconds: < 90 } left => Number(Math.Ceiling(left.TotalSeconds)) + " s",
        { TotalMinutes: < 90 } left => Number(Math.Ceiling(left.TotalMinutes)) + " min",
        { TotalHours: < 48 } left => Number(Math.Ceiling(left.TotalHours)) + " h",
        var left => Number(Math.Ceiling(left.TotalDays)) + " days",
    };

    /// <summary>How long ago that was, roughly.</summary>
    public static string Since(DateTimeOffset at, DateTimeOffset now) =>
        now - at < TimeSpan.FromSeconds(2) ? "just now" : Until(now, at) + " ago";

    /// <summary>Milliseconds, the more digits the fewer there are.</summary>
    public static string Milliseconds(double milliseconds) =>
        milliseconds.ToString(milliseconds < 10 ? "0.0" : "#,0", CultureInfo.InvariantCulture);

    /// <summary>A number as it is written.</summary>
    public static string Number(double number) => number.ToString("#,0.##", CultureInfo.InvariantCulture);

    /// <summary>A number as it is written.</summary>
    public static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A number as it is written.</summary>
    public static string Number(decimal number) => number.ToString("#,0.####", CultureInfo.InvariantCulture);

    /// <summary>A number and its noun.</summary>
    public static string Count(long number, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:#,0} {(number == 1 ? one : many)}");

    /// <summary>A decision, in its colour and in words: colour alone says nothing to many.</summary>
    public static Markup Decision(string decision, string mode)
    {
        var word = decision == "approval_required" ? "ask" : decision;
        return mode == "shadow" && word != "allow"
            ? Markup.Of($"""<span class="pill shadow">shadow {word}</span>""")
            : Markup.Of($"""<span class="pill {word}">{word}</span>""");
    }

    /// <summary>How full something is.</summary>
    public static Markup Meter(decimal used, decimal max, string label) => Markup.Of(
        $"""<meter min="0" max="{max}" low="{max * 0.8m}" high="{max * 0.999m}" optimum="0" value="{Math.Min(used, max)}" """
            + $"""aria-label="{label}"></meter>""");
}
