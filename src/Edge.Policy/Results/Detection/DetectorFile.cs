using System.Text.Json;
using Edge.Policy.Matching;

namespace Edge.Policy.Results.Detection;

/// <summary>The detectors that are shipped, read once from the assembly. Immutable; thread-safe.</summary>
internal sealed class DetectorFile
{
    /// <summary>The name in <c>redact</c> that stands for all of them.</summary>
    public const string All = "secrets";

    private const string Resource = "detectors/secrets.json";

    private static readonly Lazy<DetectorFile> Read = new(() =>
    {
        using var stream = typeof(DetectorFile).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The assembly does not hold '{Resource}'.");
        using var document = JsonDocument.Parse(stream, new JsonDocumentOptions { AllowDuplicateProperties = false });
        return new DetectorFile(document.RootElement);
    });

    private DetectorFile(JsonElement root)
    {
        Updated = root.GetProperty("updated").GetString()!;
        Examples = Samples(root, "examples").ToHashSet(StringComparer.Ordinal);
        Detectors = [.. root.GetProperty("detectors").EnumerateArray().Select(ReadDetector)];
        Pair = PairNames.Read(root.GetProperty("pairs"));
    }

    /// <summary>The shipped file.</summary>
    public static DetectorFile Shipped => Read.Value;

    /// <summary>The day of the last change, as <c>2026-12-01</c>.</summary>
    public string Updated { get; }

    /// <summary>Keys that vendors print in their documentation: no secrets.</summary>
    public IReadOnlySet<string> Examples { get; }

    /// <summary>The detectors; of two matches of one place the first of this order names the replacement.</summary>
    public IReadOnlyList<Detector> Detectors { get; }

    /// <summary>Which names of a pair say that its value is a secret.</summary>
    public PairNames Pair { get; }

    /// <summary>The names that <c>redact</c> takes.</summary>
    public IReadOnlyList<string> Names => [All, .. Detectors.Select(detector => detector.Id), Pair.Id];

    private static Detector ReadDetector(JsonElement detector) => new()
    {
        Id = Text(detector, "id")!,
        Form = Text(detector, "form")!,
        Source = Text(detector, "source")!,
        Literals = [.. Samples(detector, "literals")],
        Regex = Expression(detector, "regex"),
        Before = detector.TryGetProperty("before", out var before) ? before.GetInt32() : 0,
        StartsAnywhere = detector.TryGetProperty("starts_anywhere", out var anywhere) && anywhere.GetBoolean(),
        Kept = Expression(detector, "kept"),
        KeptEnd = Text(detector, "kept_end") ?? "",
        Bits = detector.TryGetProperty("bits", out var bits) ? bits.GetDouble() : 0,
        HasChecksum = detector.TryGetProperty("checksum", out var checksum) && checksum.GetBoolean(),
        Positive = [.. Samples(detector, "positive")],
        Negative = [.. Samples(detector, "negative")],
    };

    private static LinearRegex? Expression(JsonElement detector, string name)
    {
        if (Text(detector, name) is not { } pattern)
            return null;
        return PolicyRegex.TryCreate(pattern, out var regex, out var fault)
            ? regex
            : throw new InvalidOperationException($"'{pattern}' of '{Resource}': {fault.Problem}.");
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var text) ? text.GetString() : null;

    /// <summary>The texts of a list; one that is an array is put together from its parts.</summary>
    internal static IEnumerable<string> Samples(JsonElement element, string name) => element.GetProperty(name).EnumerateArray()
        .Select(item => item.ValueKind == JsonValueKind.Array
            ? string.Concat(item.EnumerateArray().Select(part => part.GetString()))
            : item.GetString()!);
}
