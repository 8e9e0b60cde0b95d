using System.Text.Json;
using Edge.Gateway.Files;
using Edge.Gateway.Settings;

namespace Edge.Startup;

/// <summary>Says in words for people why a settings file cannot be read.</summary>
internal static class SettingsFile
{
    /// <summary>The name of the settings file.</summary>
    public const string Name = "appsettings.json";

    /// <summary>Refuses settings files that are no regular files: to open a FIFO would wait for a writer.</summary>
    /// <exception cref="StartupException">There are such files: all of them.</exception>
    public static void Check(string directory)
    {
        var errors = Directory.EnumerateFileSystemEntries(directory, "appsettings*.json")
            .Select(path => FileFacts.WhyNoFile(path) is { } oddity ? $"{Path.GetFileName(path)}: error config_file_kind: {oddity}" : null)
            .OfType<string>().ToList();
        if (errors.Count > 0)
            throw new StartupException(errors);
    }

    /// <summary>
    /// The one line for the exception with which the configuration system refused a file of <paramref name="directory"/>.
    /// </summary>
    public static StartupException Explain(InvalidDataException refused, string directory)
    {
        // The framework tells the file only in its sentence.
        var file = refused.Message.Split('\'') is [_, var path, ..] ? Path.GetRelativePath(directory, path) : Name;
        var cause = refused.GetBaseException();
        var place = cause is JsonException { LineNumber: { } line, BytePositionInLine: { } column } ? $"{file}:{line + 1}:{column + 1}"
            : file;
        return new StartupException([$"{place}: error config_not_json: {Sentence(cause.Message)}"]);
    }

    // Without the place, which stands in front, and as the other messages are written.
    private static string Sentence(string message)
    {
        foreach (var end in (string[])[" Path: ", " LineNumber: "])
        {
            if (message.IndexOf(end, StringComparison.Ordinal) is > 0 and var at)
                message = message[..at];
        }

        message = message.TrimEnd('.');
        return message.Length == 0 ? "expected JSON" : char.ToLowerInvariant(message[0]) + message[1..];
    }
}
