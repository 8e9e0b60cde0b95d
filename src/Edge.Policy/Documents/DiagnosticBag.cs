using System.Collections.Immutable;
using System.Globalization;

namespace Edge.Policy.Documents;

/// <summary>Collects the mistakes of one file, up to a bound. Not thread-safe.</summary>
/// <param name="file">The file's name for the messages.</param>
/// <param name="family">What the codes of the shared readers begin with in place of <c>policy</c>.</param>
/// <param name="holdsSecrets">Whether the values of the file may be secrets, which no message repeats.</param>
internal sealed class DiagnosticBag(string file, string family = DiagnosticBag.Policy, bool holdsSecrets = false)
{
    private const string Policy = "policy";
    private const int MaxReported = 1000;

    private readonly List<Diagnostic> _diagnostics = [];
    private int _dropped;

    /// <summary>Whether the values of the file may be secrets, which no message repeats.</summary>
    public bool HoldsSecrets => holdsSecrets;

    /// <summary>How many mistakes so far refuse the policy.</summary>
    public int Errors { get; private set; }

    /// <summary>Whether any mistake so far refuses the policy.</summary>
    public bool HasErrors => Errors > 0;

    /// <summary>Adds an error.</summary>
    public void Error(SourcePlace place, string code, string message) => Add(place, Severity.Error, code, message);

    /// <summary>Adds a warning.</summary>
    public void Warning(SourcePlace place, string code, string message) => Add(place, Severity.Warning, code, message);

    /// <summary>All that was added, sorted by place.</summary>
    public ImmutableArray<Diagnostic> ToSorted()
    {
        var sorted = _diagnostics.OrderBy(d => d.Line).ThenBy(d => d.Column).ThenBy(d => d.Code, StringComparer.Ordinal).ToList();
        if (_dropped > 0)
        {
            var severity = HasErrors ? Severity.Error : Severity.Warning;
            var last = sorted[^1];
            var message = string.Create(CultureInfo.InvariantCulture, $"{_dropped} more mistakes are not reported");
            sorted.Add(new Diagnostic(file, last.Line, last.Column, severity, InFamily(DiagnosticCodes.TooManyMistakes), "", message));
        }
        return [.. sorted];
    }

    private void Add(SourcePlace place, Severity severity, string code, string message)
    {
        if (severity == Severity.Error)
            Errors++;
        if (_diagnostics.Count < MaxReported)
            _diagnostics.Add(new Diagnostic(file, place.Line, place.Column, severity, InFamily(code), place.Pointer, message));
        else
            _dropped++;
    }

    private string InFamily(string code) => family == Policy || !code.StartsWith(Policy, StringComparison.Ordinal) ? code
        : family + code[Policy.Length..];
}
