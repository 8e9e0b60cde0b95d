using Edge.Policy.Documents;
using Edge.Policy.Parsing;

namespace Edge.Configuration;

/// <summary>Reads lists of paths of arguments: <c>args.body.gpu.count</c>.</summary>
internal static class ArgumentPaths
{
    /// <summary>Reads the list at <paramref name="key"/>; mistakes are reported to <paramref name="reader"/>.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="key">The key.</param>
    /// <param name="mayBeEach">Whether <c>[*]</c> may stand in a path.</param>
    public static List<ValuePath> Read(SettingsReader reader, string key, bool mayBeEach)
    {
        var paths = new List<ValuePath>();
        foreach (var text in reader.List(key))
        {
            if (!PathParser.TryRead(text, out var path, out var problem))
                reader.Report(key, "config_wrong_type", $"expected the path of an argument such as 'args.body.gpu.count', found '{text}': {problem}");
            else if (path is not { Root: PathRoot.Arguments, Segments.Length: > 0, Function: PathFunction.None } || (!mayBeEach && path.Segments.Contains(PathSegment.Each)))
                reader.Report(key, "config_wrong_type", $"expected the path of one argument such as 'args.body.gpu.count', found '{text}'");
            else
                paths.Add(path);
        }

        return paths;
    }
}
