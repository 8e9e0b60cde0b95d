using System.Text;
using Edge.Policy.Results.Json;

namespace Edge.Policy.Results;

/// <summary>Judges one message of a server by the rules for results (results.md). Without I/O or clock; thread-safe.</summary>
internal static class ResultJudge
{
    private const int MaxRounds = 4;
    private const long LeastWork = 1L << 24;
    private const long WorkPerCharacter = 256;

    private const string NotJson = "the server's answer is no JSON";
    private const string TakesTooLong = "the answer takes too many steps to search";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// Judges a JSON-RPC message, or an array of them: (1) read it; (2) remove, mask, look for what is denied, and redact, in one walk;
    /// (3) again until nothing is found, so that a second Edge finds nothing either; (4) bound what is left. What is not edited stays
    /// byte for byte.
    /// The cost is linear in the message: what the expressions of a policy take beyond 256 steps for each character makes the message
    /// unreadable.
    /// </summary>
    /// <param name="message">The bytes, UTF-8.</param>
    /// <param name="rules">What holds for the call that it belongs to, or for what belongs to none.</param>
    /// <param name="kind">Whether it is the answer to that call.</param>
    public static ResultVerdict Judge(ReadOnlySpan<byte> message, ResultRules rules, ResultKind kind)
    {
        ArgumentNullException.ThrowIfNull(rules);

        // 1: read it.
        if (Decode(message) is not { } text || !JsonText.IsDocument(text))
            return new ResultVerdict { Withheld = new Withholding(WithheldCause.Unreadable, "", NotJson) };

        // 2 and 3: one walk, and further ones while there are edits.
        var findings = new FindingTally();
        var edits = new List<TextEdit>();
        var isEdited = false;
        for (var round = 1; ; round++)
        {
            edits.Clear();
            var search = new ResultSearch(rules, findings, round == 1, LeastWork + (WorkPerCharacter * text.Length));
            var walk = new DocumentWalk(search, text.AsMemory(), 0, isJudged: false, edits, kind);
            walk.Run();
            if (walk.Unreadable.Withholds && !rules.RedactsUnreadable)
                findings.WithholdUnreadable(rules);
            if (search.Work < 0 || (edits.Count > 0 && round == MaxRounds))
                findings.Withhold(WithheldCause.Unreadable, "unreadable", "", TakesTooLong, isShadow: false);
            if (findings.Withheld is not null)
                return new ResultVerdict { Withheld = findings.Withheld, Findings = findings.ToFindings() };
            if (edits.Count == 0)
                break;
            text = TextEdits.Apply(text, edits);
            isEdited = true;
        }

        // 4: bound what is left.
        if (kind == ResultKind.Answer)
        {
            var bounded = ResultBound.Apply(text, rules, findings);
            isEdited |= !ReferenceEquals(bounded, text);
            text = bounded;
        }

        return findings.Withheld is null
            ? new ResultVerdict { Edited = isEdited ? StrictUtf8.GetBytes(text) : null, Findings = findings.ToFindings() }
            : new ResultVerdict { Withheld = findings.Withheld, Findings = findings.ToFindings() };
    }

    private static string? Decode(ReadOnlySpan<byte> message)
    {
        try
        {
            return StrictUtf8.GetString(message);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
