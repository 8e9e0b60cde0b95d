using System.Text.Json;
using Edge.Gateway.Settings;

namespace Edge.Startup;

/// <summary>Says in words for people why a settings file cannot be read.</summary>
internal static class SettingsFile
{
    /// <summary>
    /// The one line for the exception with which the configuration system refused a file of <paramref name="directory"/>.
    /// </summary>
    public static StartupException Explain(InvalidDataException refused, string directory)
    {
        // The framework tells the file only in its sentence.
        var file = refused.Message.Split('\'') is [_, var path, ..] ? Path.GetRelativePath(directory, path) : "appsettings.json";
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
