using System.Text;
using System.Text.Json;
using Edge.Policy.Compilation;
using Edge.Policy.Documents;
using Edge.Policy.Parsing;
using Edge.Policy.Results;
using Xunit;

namespace Edge.Policy.Tests.Results;

/// <summary>Judges answers by rules that are written as in a policy.</summary>
internal static class Judging
{
    public const string Secrets = """{ "redact": ["secrets"] }""";

    /// <summary>The rules of one member <c>results</c>, and of that of <c>all_tools</c>.</summary>
    public static ResultRules Rules(string results, string? allTools = null, bool isShadow = false) => ResultsCompiler.Compile(
        (allTools is null ? null : Document(allTools), false), (Document(results), isShadow))!;

    /// <summary>The mistakes of a member <c>results</c>, one line each.</summary>
    public static string[] Mistakes(string results)
    {
        Read(results, out var diagnostics);
        return [.. diagnostics.ToSorted().Select(diagnostic => diagnostic.ToString())];
    }

    /// <summary>What the rules make of a message.</summary>
    public static ResultVerdict Judge(string message, string results = Secrets, ResultKind kind = ResultKind.Answer) =>
        ResultJudge.Judge(Encoding.UTF8.GetBytes(message), Rules(results), kind);

    /// <summary>The answer of a tool whose only text is this.</summary>
    public static string Answer(string text, string more = "") =>
        $$$"""{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":{{{JsonSerializer.Serialize(text)}}}}]{{{more}}}}}""";

    /// <summary>The text that is handed on for an answer with this one.</summary>
    public static string Text(string text, string results = Secrets) => TextOf(Judge(Answer(text), results), Answer(text));

    /// <summary>The first text of what is handed on.</summary>
    public static string TextOf(ResultVerdict verdict, string message)
    {
        Assert.Null(verdict.Withheld);
        using var answer = JsonDocument.Parse(verdict.Edited ?? Encoding.UTF8.GetBytes(message));
        return answer.RootElement.GetProperty("result").GetProperty("content")[0].GetProperty("text").GetString()!;
    }

    /// <summary>The bytes that are handed on, as text.</summary>
    public static string Edited(string message, string results = Secrets, ResultKind kind = ResultKind.Answer)
    {
        var verdict = Judge(message, results, kind);
        Assert.Null(verdict.Withheld);
        return verdict.Edited is null ? message : Encoding.UTF8.GetString(verdict.Edited);
    }

    /// <summary>Findings as <c>detector action count rule</c>.</summary>
    public static string[] Lines(ResultVerdict verdict) =>
        [.. verdict.Findings.Select(Line)];

    private static string Line(ResultFinding finding) =>
        $"{finding.Detector} {finding.Action.ToSlug()} {finding.Count} {finding.Rule}"
        + (finding.Mode == PolicyMode.Shadow ? " shadow" : "");

    private static ResultsDocument Document(string results)
    {
        var document = Read(results, out var diagnostics);
        Assert.Empty(diagnostics.ToSorted());
        return document!;
    }

    private static ResultsDocument? Read(string results, out DiagnosticBag diagnostics)
    {
        diagnostics = new DiagnosticBag("policy.json");
        return new ResultsParser(new FormReader(diagnostics)).Read(SourceReader.Read(results, diagnostics)!);
    }
}
