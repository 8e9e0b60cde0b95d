using System.Text.Json;
using Edge.Fuzz.Readers;

namespace Edge.Fuzz.Requests;

/// <summary>Holds what other readers read of a body against what Edge read of it.</summary>
internal static class RequestComparison
{
    private static readonly string[] Names = ["kind", "method", "id", "target", "revision", "arguments", "document"];

    /// <summary>What System.Text.Json reads: the fields that all readers have in common, or why there are none.</summary>
    public static string[] ReadDocument(byte[] body)
    {
        try
        {
            return DocumentReader.Read(body);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            return [$"! {error.Message}"];
        }
    }

    /// <summary>
    /// The first difference, or null. <paramref name="edge"/> has no field for the whole document, which is compared with that of
    /// System.Text.Json instead.
    /// </summary>
    public static string? Difference(string[] edge, string[] document, string language, string answer)
    {
        var read = answer.Split('\n');
        if (read.Length != Names.Length + ArgumentPaths.Count)
            return $"{language} does not read it: {answer}";
        string[] expected = [.. edge[..(Names.Length - 1)], document[^1], .. edge[(Names.Length - 1)..]];
        for (var i = 0; i < expected.Length; i++)
        {
            if (!Agree(expected[i], read[i]))
                return $"{(i < Names.Length ? Names[i] : ArgumentPaths.TextOf(i - Names.Length))}: Edge "
                    + $"reads {expected[i]}, {language} {read[i]}";
        }

        return null;
    }

    /// <summary>The first difference between Edge and System.Text.Json, or null.</summary>
    public static string? Difference(string[] edge, string[] document)
    {
        if (document.Length != Names.Length)
            return $"System.Text.Json does not read it: {document[0]}";
        for (var i = 0; i < Names.Length - 1; i++)
        {
            if (edge[i] != document[i])
                return $"{Names[i]}: Edge reads {edge[i]}, System.Text.Json {document[i]}";
        }

        return null;
    }

    // Conditions judge no number whose digits a double loses, so it may be any to them; the other way round, one that Python sees
    // to be rounded (marked by '!') must not be judged.
    private static bool Agree(string edge, string read) =>
        edge == ArgumentPaths.Inexact ? read.StartsWith('d') : edge == read;
}
