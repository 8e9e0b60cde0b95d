using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Parsing;
using Edge.Policy.Text;

namespace Edge.Policy.Testing;

/// <summary>Reads files of policy tests, strictly: what a test does not know is an error, with its place. Never throws.</summary>
internal sealed class PolicyTestParser
{
    /// <summary>What the codes of mistakes begin with.</summary>
    public const string Family = "test";

    private static readonly string[] FileMembers = ["$schema", "policy", "tests"];
    private static readonly string[] TestMembers = ["name", "call", "grant", "at", "history", "expect"];
    private static readonly string[] GrantMembers = ["id", "labels"];
    private static readonly string[] EarlierMembers = ["tool", "arguments", "at"];
    private static readonly string[] ExpectMembers = ["decision", "rule", "reason"];

    private static readonly WordTable<string> Decisions =
        new([.. Enum.GetValues<DecisionOutcome>().Select(one => (one.ToSlug(), one.ToSlug()))]);

    private static readonly WordTable<string> Reasons =
        new([.. Enum.GetValues<DecisionReason>().Select(one => (one.ToSlug(), one.ToSlug()))]);

    private readonly FormReader _form;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private PolicyTestParser(DiagnosticBag diagnostics) => _form = new FormReader(diagnostics);

    /// <summary>Reads a file's bytes; null after an error, which is in <paramref name="diagnostics"/>.</summary>
    public static PolicyTestFile? Read(ReadOnlySpan<byte> utf8, DiagnosticBag diagnostics)
    {
        if (SourceText.Decode(utf8, PolicyParser.MaxBytes, diagnostics) is not { } text
            || SourceReader.Read(text, diagnostics) is not { } root || diagnostics.HasErrors)
            return null;
        using var json = JsonDocument.Parse(text);
        var file = new PolicyTestParser(diagnostics).ReadFile(root, json.RootElement);
        return diagnostics.HasErrors ? null : file;
    }

    private PolicyTestFile? ReadFile(SourceNode root, JsonElement json)
    {
        if (!_form.IsObject(root, "a file of policy tests", FileMembers))
            return null;
        _form.Text(root.Member("$schema")?.Value);
        var policy = _form.Name(_form.Required(root, "policy"), "the path of a policy");
        var index = 0;
        var tests = _form.List(_form.Required(root, "tests"), "an array of tests",
            node => ReadTest(node, json.GetProperty("tests")[index++]));
        return policy is null ? null : new PolicyTestFile(policy, tests);
    }

    private PolicyTest? ReadTest(SourceNode node, JsonElement json)
    {
        if (!_form.IsObject(node, "a test", TestMembers))
            return null;
        var nameNode = _form.Required(node, "name");
        var name = _form.Name(nameNode, "the test's name");
        if (name is not null && !_names.Add(name))
            _form.Error(nameNode!, DiagnosticCodes.DuplicateKey, $"another test has the name {UserText.Quote(name)} already");
        var call = _form.Required(node, "call") is { } callNode ? SampleCallReader.Read(callNode, json.GetProperty("call"), _form) : null;
        var caller = node.Member("grant") is { } grant ? ReadCaller(grant.Value) : Caller.Anonymous;
        var at = node.Member("at") is { } time ? ReadTime(time.Value) : SetClock.DefaultTime;
        var index = 0;
        var history = _form.List(node.Member("history")?.Value, "an array of earlier calls",
            earlier => ReadEarlier(earlier, json.GetProperty("history")[index++], at));
        var expected = _form.Required(node, "expect") is { } expect ? ReadExpected(expect) : null;
        return name is null || call is null || caller is null || expected is null ? null
            : new PolicyTest(name, call, caller, at, [.. history.Select(one => (one.Call, one.At)).OrderBy(one => one.At)], expected,
                node.Place);
    }

    private Caller? ReadCaller(SourceNode node)
    {
        if (!_form.IsObject(node, "a grant", GrantMembers))
            return null;
        var id = node.Member("id") is { } member ? _form.Name(member.Value, "the id of a grant") : Caller.Anonymous.GrantId;
        var labels = new Dictionary<string, PolicyValue>(StringComparer.Ordinal);
        if (node.Member("labels") is { } given && _form.Is(given.Value, SourceKind.Object, "labels, an object"))
        {
            foreach (var label in given.Value.Members)
            {
                if (ReadLabel(label.Value) is { } value)
                    labels[label.Name] = value;
                else
                    _form.Error(label.Value, DiagnosticCodes.WrongType, "expected a string, a number, true or false");
            }
        }

        return id is null ? null : new Caller(id, labels.ToFrozenDictionary(StringComparer.Ordinal));
    }

    private static PolicyValue? ReadLabel(SourceNode node) => node.Kind switch
    {
        SourceKind.String => new PolicyValue.Text(node.Text),
        SourceKind.Number => new PolicyValue.Number(double.Parse(node.Text, CultureInfo.InvariantCulture)),
        SourceKind.Boolean => new PolicyValue.Boolean(node.Text == "true"),
        _ => null,
    };

    private Earlier? ReadEarlier(SourceNode node, JsonElement json, DateTimeOffset until)
    {
        if (!_form.IsObject(node, "an earlier call", EarlierMembers))
            return null;
        var tool = _form.Name(_form.Required(node, "tool"), "the name of a tool");
        var arguments = node.Member("arguments")?.Value;
        var at = _form.Required(node, "at") is { } time ? ReadTime(time) : until;
        if (at > until)
            _form.Error(node.Member("at")!.Value, DiagnosticCodes.NumberOutOfRange, "an earlier call cannot be later than the test");
        if (tool is null || (arguments is not null && !_form.Is(arguments, SourceKind.Object, "the arguments, an object")))
            return null;
        var bytes = arguments is null ? [] : JsonSerializer.SerializeToUtf8Bytes(json.GetProperty("arguments"));
        return new Earlier(new SampleCall(tool, bytes), at);
    }

    private DateTimeOffset ReadTime(SourceNode node)
    {
        if (_form.Text(node, "a time as '2026-01-01T10:00:00Z'") is not { } text)
            return SetClock.DefaultTime;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return time;
        _form.Error(node, DiagnosticCodes.UnknownValue, $"expected a time as '2026-01-01T10:00:00Z', found {UserText.Quote(text)}");
        return SetClock.DefaultTime;
    }

    private ExpectedDecision? ReadExpected(SourceNode node)
    {
        if (!_form.IsObject(node, "'expect'", ExpectMembers))
            return null;
        var decisionNode = _form.Required(node, "decision");
        var decision = _form.Text(decisionNode, Decisions.Choice);
        if (decision is not null && !Decisions.TryGet(decision, out _))
            _form.Error(decisionNode!, DiagnosticCodes.UnknownValue,
                $"unknown decision {UserText.Quote(decision)}; expected {Decisions.Choice}{Decisions.Hint(decision)}");
        var reason = _form.Text(node.Member("reason")?.Value);
        if (reason is not null && !Reasons.TryGet(reason, out _))
            _form.Error(node.Member("reason")!.Value, DiagnosticCodes.UnknownValue,
                $"unknown reason {UserText.Quote(reason)}; expected {Reasons.Choice}{Reasons.Hint(reason)}");
        return decision is null ? null : new ExpectedDecision(decision, _form.Text(node.Member("rule")?.Value), reason);
    }

    private sealed record Earlier(SampleCall Call, DateTimeOffset At);
}
