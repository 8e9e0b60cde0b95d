using Edge.Gateway.Settings;
using Edge.Policy.Documents;
using Edge.Policy.Parsing;

namespace Edge.Gateway.Approvals;

/// <summary>The section <c>Edge:Approvals</c>, checked. Immutable.</summary>
internal sealed record ApprovalSettings
{
    private const string MaskKey = "Approvals:Mask";
    private const int MaxMasks = 64;

    // The arguments of runpod-mcp that hold secrets, in both spellings. Settings of one's own that say nothing shall not show passwords.
    private static readonly string[] DefaultMask = ["args.body.env", "args.env", "args.body.password", "args.password", "args.s3Config"];

    /// <summary>
    /// The arguments whose values nobody is shown. Default value: where the tools of runpod-mcp take passwords, keys and variables.
    /// </summary>
    public IReadOnlyList<ValuePath> Mask { get; init; } = [];

    /// <summary>Who is told of approvals; null for nobody.</summary>
    public WebhookSettings? Webhook { get; init; }

    /// <summary>Reads the section; mistakes are reported to <paramref name="reader"/>.</summary>
    public static ApprovalSettings Read(SettingsReader reader) => new() { Mask = ReadMask(reader), Webhook = WebhookSettings.Read(reader) };

    private static List<ValuePath> ReadMask(SettingsReader reader)
    {
        var paths = new List<ValuePath>();
        var written = reader.List(MaskKey);
        foreach (var text in written.Count > 0 ? written : DefaultMask)
        {
            if (!PathParser.TryRead(text, out var path, out var problem))
                reader.Report(MaskKey,
                    "config_wrong_type", $"expected the path of an argument such as 'args.body.env', found '{text}': {problem}");
            else if (!IsPlace(path))
                reader.Report(MaskKey, "config_wrong_type", $"expected the path of an argument such as 'args.body.env', found '{text}'");
            else
                paths.Add(path);
        }

        if (paths.Count > MaxMasks)
            reader.Report(MaskKey, "config_out_of_range", $"expected at most {MaxMasks} paths, found {paths.Count}");
        return paths;
    }

    private static bool IsPlace(ValuePath path) =>
        path is { Root: PathRoot.Arguments, Segments.Length: > 0, Function: PathFunction.None } && !path.Segments[^1].IsLast;
}
