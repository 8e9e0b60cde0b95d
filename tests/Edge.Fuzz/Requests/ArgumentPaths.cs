using System.Buffers;
using System.Text.Json;
using Edge.Fuzz.Readers;
using Edge.Policy.Calls;
using Edge.Policy.Compilation;
using Edge.Policy.Documents;
using Edge.Policy.Evaluation;
using Edge.Policy.Parsing;

namespace Edge.Fuzz.Requests;

/// <summary>What the policy engine sees at some paths of a call's arguments: its own walk, its own operands. Thread-safe.</summary>
internal sealed class ArgumentPaths
{
    /// <summary>A number that conditions do not judge, because other readers see another one.</summary>
    public const string Inexact = "~";

    private const string Absent = "absent";
    private const string Unevaluable = "unevaluable";

    private static readonly string[] Texts =
    [
        "args.a", "args.b", "args.k", "args.id", "args.s", "args.status", "args.a.b", "args.a.k.s", "args.b[0]", "args.a[1].k",
            "args.body", "args.body.gpu.count", "args[\"a.b\"]",
        "args.keys()", "args.length()", "args.a.keys()", "args.a.length()", "args.body.length()",
    ];

    private static readonly ValuePath[] Paths = [.. Texts.Select(Parse)];

    private readonly PathNode _root;
    private readonly PathCapture[] _captures;
    private readonly int _slots;
    private readonly int _nodes;

    public ArgumentPaths()
    {
        _captures = [.. Paths.Select((path, index) => new PathCapture(index, path.Function))];
        var builder = new PathTreeBuilder();
        foreach (var (path, capture) in Paths.Zip(_captures))
            builder.Add(path, capture);
        _root = builder.Build(ref _slots, ref _nodes)!;
    }

    /// <summary>The paths as the other readers are told them.</summary>
    public static byte[] ForReaders { get; } = JsonSerializer.SerializeToUtf8Bytes(Paths.Select(path => new
    {
        steps = path.Segments.Select(object (segment) => segment.Kind == PathSegmentKind.Member ? segment.Name! : segment.Index),
        take = path.Function switch { PathFunction.Keys => "keys", PathFunction.Length => "length", _ => "" },
    }));

    /// <summary>How many paths are read.</summary>
    public static int Count => Paths.Length;

    /// <summary>The path of an index, for messages.</summary>
    public static string TextOf(int index) => Texts[index];

    /// <summary>What is at each path.</summary>
    public string[] Read(in ReadOnlySequence<byte> arguments)
    {
        var frame = new EvaluationFrame
        {
            Caller = Caller.Anonymous,
            Tool = "t",
            Arguments = arguments,
            Seen = new ConditionValue[_slots],
            Found = new bool[_nodes],
            Captured = new CapturedValue[_captures.Length],
        };
        if (!ArgumentWalk.TryRun(_root, frame))
            return [.. Paths.Select(_ => "not an object")];
        var read = new string[_captures.Length];
        for (var i = 0; i < read.Length; i++)
            read[i] = Describe(frame.Get(_captures[i]));
        return read;
    }

    private static string Describe(scoped in Operand operand)
    {
        switch (operand.Kind)
        {
            case OperandKind.Absent:
                return Absent;
            case OperandKind.Unevaluable:
                return Unevaluable;
            case OperandKind.Number:
                return operand.TryGetNumber(default, out var number) ? Canonical.Of(number) : Inexact;
            case OperandKind.Names:
                var names = new List<string>();
                for (var cursor = new ElementCursor(operand); cursor.MoveNext();)
                    names.Add(cursor.Current.Json.GetString() ?? "");
                return $"[{string.Join(',', names.Order(StringComparer.Ordinal).Select(Canonical.Of))}]";
            default:
                var json = operand.Json;
                return Canonical.Of(ref json);
        }
    }

    private static ValuePath Parse(string text) =>
        PathParser.TryRead(text, out var path, out var problem) ? path : throw new InvalidOperationException($"{text}: {problem}");
}
