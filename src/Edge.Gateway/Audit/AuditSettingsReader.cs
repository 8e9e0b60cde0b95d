using Edge.Gateway.Settings;
using Edge.Policy.Documents;
using Edge.Policy.Parsing;

namespace Edge.Gateway.Audit;

/// <summary>Reads <c>Edge:Audit</c>.</summary>
internal static class AuditSettingsReader
{
    private const int MaxRecorded = 16;

    /// <summary>Reads the section; mistakes are reported to <paramref name="reader"/>.</summary>
    public static AuditSettings Read(SettingsReader reader)
    {
        var usual = new AuditSettings();
        return usual with
        {
            Path = reader.Text("Audit:Path"),
            OnFailure = reader.Choice("Audit:OnFailure", ("deny", AuditFailureMode.Deny), ("drop", AuditFailureMode.Drop)),
            Durable = reader.Flag("Audit:Durable"),
            Record = ReadPaths(reader),
            QueueSize = (int)reader.Number("Audit:QueueSize", usual.QueueSize, 16, 65_536),
            MaxFileBytes = reader.Number("Audit:MaxFileBytes", usual.MaxFileBytes, 64 << 10, 4L << 30),
            KeepFiles = (int)reader.Number("Audit:KeepFiles", 0, 0, 100_000),
            KeepDays = (int)reader.Number("Audit:KeepDays", 0, 0, 36_500),
        };
    }

    private static List<ValuePath> ReadPaths(SettingsReader reader)
    {
        const string Key = "Audit:Record";
        var paths = new List<ValuePath>();
        foreach (var text in reader.List(Key))
        {
            if (!PathParser.TryRead(text, out var path, out var problem))
                reader.Report(Key,
                    "config_wrong_type", $"expected the path of an argument such as 'args.body.gpu.count', found '{text}': {problem}");
            else if (path is not { Root: PathRoot.Arguments, Segments.Length: > 0, Function: PathFunction.None }
                || path.Segments.Any(step => step.IsEvery))
                reader.Report(Key, "config_wrong_type", $"expected the path of one argument such as 'args.body.gpu.count', found '{text}'");
            else
                paths.Add(path);
        }

        if (paths.Count > MaxRecorded)
            reader.Report(Key, "config_out_of_range", $"expected at most {MaxRecorded} paths, found {paths.Count}");
        return paths;
    }
}
