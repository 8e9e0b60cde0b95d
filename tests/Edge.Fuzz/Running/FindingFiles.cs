using System.Globalization;
using Edge.Fuzz.Corpus;
using Edge.Testing;

namespace Edge.Fuzz.Running;

/// <summary>Writes findings as files that only want their name and what is expected to be part of the corpus.</summary>
internal static class FindingFiles
{
    /// <summary>Writes them under <c>artifacts/fuzz</c>; the folder.</summary>
    public static string Write(FuzzSummary summary)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "fuzz")).FullName;
        foreach (var finding in summary.Tally.Findings)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{finding.Target}-{summary.Seed}-{finding.Index}.json");
            File.WriteAllBytes(Path.Combine(folder, name), CorpusFile.Of(finding).Write());
        }

        return folder;
    }
}
