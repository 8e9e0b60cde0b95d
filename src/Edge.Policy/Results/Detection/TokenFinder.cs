using System.Buffers;

namespace Edge.Policy.Results.Detection;

/// <summary>
/// Finds secrets by their form: first any literal of any detector, vectorised, in one pass; then, where one stands, the expressions of its
/// detectors. Thread-safe.
/// </summary>
internal sealed class TokenFinder
{
    private readonly SearchValues<string> _literals;
    private readonly Detector[] _detectors;
    private readonly IReadOnlySet<string> _examples;
    private readonly int _shortest;

    /// <summary>Prepares the search for <paramref name="detectors"/>.</summary>
    public TokenFinder(IEnumerable<Detector> detectors, IReadOnlySet<string> examples)
    {
        _detectors = [.. detectors];
        _examples = examples;
        _literals = SearchValues.Create([.. _detectors.SelectMany(detector => detector.Literals).Distinct()], StringComparison.Ordinal);
        _shortest = _detectors.Length == 0
            ? int.MaxValue
            : _detectors.SelectMany(detector => detector.Literals).Min(literal => literal.Length);
    }

    /// <summary>
    /// Finds the next secret from <paramref name="at"/> on and moves to its end; false if there is none, or if <paramref name="work"/>
    /// fell below zero.
    /// </summary>
    public bool TryNext(ReadOnlySpan<char> text, ref int at, ref long work, out TokenMatch match)
    {
        match = default;
        var from = at;
        while (text.Length - at >= _shortest)
        {
            var hit = text[at..].IndexOfAny(_literals);
            if (hit < 0)
                return false;
            at += hit;
            foreach (var detector in _detectors)
            {
                if (TryMatch(detector, text, at, from, ref work, out var start, out var end) && (match.Detector is null || end > match.End))
                    match = new TokenMatch(detector, start, end);
                if (work < 0)
                    return false;
            }

            at++;
            if (match.Detector is null)
                continue;
            at = Math.Max(at, match.End);
            return true;
        }

        return false;
    }

    private bool TryMatch(Detector detector, ReadOnlySpan<char> text, int literal, int from, ref long work, out int start, out int end)
    {
        (start, end) = (literal - detector.Before, 0);
        if (!StartsWithLiteral(detector, text[literal..]) || start < from)
            return false;

        // What ends where the search began was replaced, and a replacement ends with no letter.
        if (!detector.StartsAnywhere && start > from && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] == '_'))
            return false;
        if (detector.Kept is { } kept)
        {
            if (!kept.TryFindAt(text, start, ref work, out start))
                return false;
        }

        if (!detector.Regex!.TryFindAt(text, start, ref work, out end))
            return false;
        end -= detector.KeptEnd.Length;
        var secret = text[start..end];
        if (secret.IsEmpty || _examples.Contains(secret.ToString()))
            return false;
        return (detector.HasChecksum && SecretShape.HasValidChecksum(secret))
            || detector.Bits == 0
            || (SecretShape.Bits(secret) >= detector.Bits && !SecretShape.IsPlaceholder(secret));
    }

    private static bool StartsWithLiteral(Detector detector, ReadOnlySpan<char> text)
    {
        foreach (var literal in detector.Literals)
        {
            if (text.StartsWith(literal, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
