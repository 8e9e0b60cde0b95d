using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Edge.Fuzz.Running;
using Edge.Testing;

namespace Edge.Fuzz.Corpus;

/// <summary>An input that was once worth a look: what it tries, its bytes, and what Edge makes of it.</summary>
/// <param name="Tries">What somebody would gain if it were read otherwise, in words.</param>
/// <param name="Text">The input, if it is UTF-8.</param>
/// <param name="Base64">The input, if it is not.</param>
/// <param name="Expected">The outcome, line by line; what it is made of differs by folder.</param>
internal sealed record CorpusFile(string Tries, string? Text, string? Base64, IReadOnlyList<string> Expected)
{
    private static readonly UTF8Encoding Strict = new(false, true);

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.BasicLatin),
    };

    /// <summary>The bytes.</summary>
    [JsonIgnore]
    public byte[] Input => Text is not null ? Strict.GetBytes(Text)
    : Convert.FromBase64String(Base64 ?? throw new InvalidDataException($"'{Tries}' has neither text nor base64"));

    /// <summary>The files of one folder of the corpus.</summary>
    public static IEnumerable<string> Names(string folder) =>
        Directory.EnumerateFiles(Folder(folder), "*.json").Select(file => Path.GetFileNameWithoutExtension(file))
        .Order(StringComparer.Ordinal);

    public static CorpusFile Read(string folder, string name) => Read(Path.Combine(Folder(folder), name + ".json"));

    /// <summary>Writes into a file of the corpus what Edge makes of it now, for somebody to judge.</summary>
    public static void Expect(string path)
    {
        var file = Read(path);
        var folder = new FileInfo(path).Directory!.Name;
        File.WriteAllBytes(path, (file with { Expected = CorpusOutcome.Of(folder, file.Input) }).Write());
    }

    /// <summary>A finding, with what is wrong in the place of what is expected.</summary>
    public static CorpusFile Of(Finding finding)
    {
        try
        {
            return new CorpusFile(finding.What, Strict.GetString(finding.Input), null, []);
        }
        catch (DecoderFallbackException)
        {
            return new CorpusFile(finding.What, null, Convert.ToBase64String(finding.Input), []);
        }
    }

    public byte[] Write() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Json), (byte)'\n'];

    private static CorpusFile Read(string path) =>
        JsonSerializer.Deserialize<CorpusFile>(File.ReadAllBytes(path), Json) ?? throw new InvalidDataException($"{path} is empty");

    private static string Folder(string name) => Path.Combine(Repository.Root, "tests", "Edge.Fuzz", "corpus", name);
}
