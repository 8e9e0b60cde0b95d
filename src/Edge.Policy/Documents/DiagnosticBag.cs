using System.Collections.Immutable;
using System.Globalization;

namespace Edge.Policy.Documents;

/// <summary>Collects the mistakes of one policy file, up to a bound. Not thread-safe.</summary>
internal sealed class DiagnosticBag(string file)
{
    private const int MaxReported = 1000;

    private readonly List<Diagnostic> _diagnostics = [];
    private int _dropped;

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
            sorted.Add(new Diagnostic(file, last.Line, last.Column, severity, DiagnosticCodes.TooManyMistakes, "", message));
        }
        return [.. sorted];
    }

    private void Add(SourcePlace place, Severity severity, string code, string message)
    {
        if (severity == Severity.Error)
            Errors++;
        if (_diagnostics.Count < MaxReported)
            _diagnostics.Add(new Diagnostic(file, place.Line, place.Column, severity, code, place.Pointer, message));
        else
            _dropped++;
    }
}
