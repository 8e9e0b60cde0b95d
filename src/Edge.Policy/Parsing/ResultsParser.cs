using System.Globalization;
using Edge.Policy.Documents;
using Edge.Policy.Matching;
using Edge.Policy.Results.Detection;
using Edge.Policy.Text;

namespace Edge.Policy.Parsing;

/// <summary>Reads <c>results</c>.</summary>
internal sealed class ResultsParser(FormReader form)
{
    private const int MaxName = 40;
    private const string NameForm = "1 to 40 characters of a to z, 0 to 9 and '-'";

    /// <summary>Reads the member; null if it is no object.</summary>
    public ResultsDocument? Read(SourceNode node)
    {
        if (!form.IsObject(node, "'results'", ResultWords.Results))
            return null;
        var max = node.Member("max_bytes");
        if (max is null && node.Member("on_large") is { } onLarge)
            form.Error(onLarge, DiagnosticCodes.MissingMember, "'on_large' has no meaning without 'max_bytes'");
        return new ResultsDocument
        {
            Redact = form.List(
                node.Member("redact")?.Value, "an array of detectors' names or of objects with 'name' and 'regex'", ReadRedact),
            Mask = form.List(node.Member("mask")?.Value, "an array of members' names", ReadName),
            Remove = form.List(node.Member("remove")?.Value, "an array of members' names", ReadName),
            DenyIf = form.List(node.Member("deny_if")?.Value, "an array of objects with 'regex'", ReadDenyIf),
            MaxBytes = ReadMax(max?.Value),
            MaxBytesPlace = max?.Value.Place ?? node.Place,
            Truncates = form.Word(node.Member("on_large")?.Value, "choice", ResultWords.OnLarge),
            RedactsUnreadable = form.Word(node.Member("on_unreadable")?.Value, "choice", ResultWords.OnUnreadable),
            BlobsDenied = node.Member("blobs") is { } blobs && form.Word(blobs.Value, "choice", ResultWords.Blobs) == true
                ? blobs.Value.Place
                : null,
            Place = node.Place,
        };
    }

    private RedactDocument? ReadRedact(SourceNode node)
    {
        if (node.Kind != SourceKind.Object)
        {
            if (form.Text(node, "a detector's name, or an object with 'name' and 'regex'") is not { } detector)
                return null;
            var known = DetectorFile.Shipped.Names;
            if (known.Contains(detector))
                return new RedactDocument(detector, null, node.Place);
            form.Error(
                node,
                DiagnosticCodes.UnknownValue,
                $"unknown detector {UserText.Quote(detector)}; expected '{DetectorFile.All}' or one of docs/results.md"
                + Spelling.Hint(detector, known));
            return null;
        }

        if (!form.IsObject(node, "an element of 'redact'", ResultWords.Redact))
            return null;
        var name = ReadOwnName(form.Required(node, "name"));
        var regex = ReadRegex(form.Required(node, "regex"));
        return name is null || regex is null ? null : new RedactDocument(name, regex, node.Place);
    }

    private string? ReadOwnName(SourceNode? node)
    {
        if (form.Name(node, "a name") is not { } name)
            return null;
        if (name.Length > MaxName || name.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-'))
            form.Error(node!, DiagnosticCodes.InvalidPattern, $"expected a name of {NameForm}, found {UserText.Quote(name)}");
        else if (DetectorFile.Shipped.Names.Contains(name))
            form.Error(node!, DiagnosticCodes.ConflictingMembers, $"'{name}' is the name of a detector; expected another");
        else
            return name;
        return null;
    }

    // A replacement names what it covers, in one line and without a bracket.
    private PatternEntry? ReadName(SourceNode node)
    {
        if (form.Name(node, "a member's name") is not { } name)
            return null;
        if (name.Length <= MaxName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            return new PatternEntry(name, node.Place);
        form.Error(
            node,
            DiagnosticCodes.InvalidPattern,
            $"expected a member's name of 1 to 40 letters A to Z, digits and _ . -, found {UserText.Quote(name)} "
            + "(it holds at every depth, and takes no path)");
        return null;
    }

    private ResultDenyDocument? ReadDenyIf(SourceNode node)
    {
        if (!form.IsObject(node, "an element of 'deny_if'", ResultWords.DenyIf, FormWords.Leaf))
            return null;
        return ReadRegex(form.Required(node, "regex")) is { } regex
            ? new ResultDenyDocument(regex, form.Text(node.Member("on_deny")?.Value), node.Place)
            : null;
    }

    private string? ReadRegex(SourceNode? node)
    {
        if (form.Text(node, "a regular expression, a string") is not { } pattern)
            return null;
        if (!PolicyRegex.TryCreate(pattern, out var regex, out var fault))
        {
            var (code, word) = fault.Unsupported
                ? (DiagnosticCodes.RegexUnsupported, "unsupported")
                : (DiagnosticCodes.RegexInvalid, "invalid");
            form.Error(node!, code, $"{word} regular expression {UserText.Quote(pattern)}: {fault.Problem}");
            return null;
        }

        if (!regex.MatchesEmpty)
            return pattern;
        form.Error(
            node!,
            DiagnosticCodes.RegexInvalid,
            $"the regular expression {UserText.Quote(pattern)} matches the empty text, and so everywhere");
        return null;
    }

    private long? ReadMax(SourceNode? node)
    {
        if (form.Decimal(node, positive: true) is not { } max)
            return null;
        if (max == decimal.Truncate(max) && max <= int.MaxValue)
            return (long)max;
        form.Error(
            node!,
            DiagnosticCodes.NumberOutOfRange,
            string.Create(
                CultureInfo.InvariantCulture,
                $"expected a whole number of bytes up to {int.MaxValue}, found {UserText.Quote(node!.Text)}"));
        return null;
    }
}
