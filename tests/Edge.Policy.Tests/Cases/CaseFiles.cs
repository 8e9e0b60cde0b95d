using System.Text.Json;
using System.Text.Json.Serialization;

namespace Edge.Policy.Tests.Cases;

/// <summary>Reads the case files. An unknown, missing or repeated member is an error.</summary>
public static class CaseFiles
{
    private const string Prefix = "Cases/";

    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static IReadOnlyDictionary<string, DecisionCase> All { get; } = Load();

    public static DecisionCase[] Parse(Stream stream) =>
        JsonSerializer.Deserialize<DecisionCase[]>(stream, Strict) ?? throw new InvalidDataException("A case file is an array of cases.");

    private static Dictionary<string, DecisionCase> Load()
    {
        var assembly = typeof(CaseFiles).Assembly;
        Dictionary<string, DecisionCase> cases = new(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            foreach (var one in Parse(stream))
                cases.Add($"{name[Prefix.Length..]}: {one.Name}", one);
        }

        return cases;
    }
}
