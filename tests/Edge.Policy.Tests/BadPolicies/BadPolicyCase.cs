using System.Globalization;
using System.Text;

namespace Edge.Policy.Tests.BadPolicies;

/// <summary>
/// A file of this folder: fields (<c>name: value</c>), the policy, and the lines expected of it, with <c>----------</c> between. Fields:
/// <c>mistake</c> (required: the mistake in words), <c>encoding</c> (<c>utf-8-bom</c>, <c>utf-16</c>, <c>latin-1</c>) and <c>repeat</c>
/// (how often the part of the policy within <c>⟪⟫</c> is repeated). Any other field is an error.
/// </summary>
internal sealed record BadPolicyCase(string Name, string Mistake, byte[] Policy, string[] Expected)
{
    private const string Separator = "\n----------\n";

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "BadPolicies");

    public static IEnumerable<BadPolicyCase> All() => Directory.EnumerateFiles(Folder, "*.policytest").Order(StringComparer.Ordinal)
        .Select(Load);

    public static BadPolicyCase Named(string name) => Load(Path.Combine(Folder, name + ".policytest"));

    private static BadPolicyCase Load(string path)
    {
        var parts = File.ReadAllText(path).Split(Separator);
        if (parts.Length != 3)
            throw new InvalidDataException($"{path}: expected fields, policy and lines, found {parts.Length} parts.");
        var fields = parts[0].Split('\n').Select(line => line.Split(": ", 2)).ToDictionary(f => f[0], f => f[1]);
        var mistake = Take(fields, "mistake") ?? throw new InvalidDataException($"{path}: expected the field 'mistake'.");
        var text = Repeat(parts[1], Take(fields, "repeat"));
        var policy = Take(fields, "encoding") switch
        {
            null => Encoding.UTF8.GetBytes(text),
            "utf-8-bom" => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)],
            "utf-16" => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)],
            "latin-1" => Encoding.Latin1.GetBytes(text),
            var other => throw new InvalidDataException($"{path}: unknown encoding '{other}'."),
        };
        if (fields.Count > 0)
            throw new InvalidDataException($"{path}: unknown field '{fields.Keys.First()}'.");
        return new(Path.GetFileNameWithoutExtension(path), mistake, policy, parts[2].TrimEnd('\n').Split('\n'));
    }

    private static string? Take(Dictionary<string, string> fields, string name) => fields.Remove(name, out var value) ? value : null;

    private static string Repeat(string text, string? times)
    {
        if (times is null)
            return text;
        var (start, end) = (text.IndexOf('⟪', StringComparison.Ordinal), text.IndexOf('⟫', StringComparison.Ordinal));
        var repeated = string.Concat(Enumerable.Repeat(text[(start + 1)..end], int.Parse(times, CultureInfo.InvariantCulture)));
        return text[..start] + repeated + text[(end + 1)..];
    }
}
