using System.Text;
using Edge.Gateway.Reloading;
using Edge.Gateway.Settings;
using Edge.Policy.Documents;
using Edge.Policy.Testing;

namespace Edge.Cli.Policies;

/// <summary>Reads a call of the command line: inline JSON, <c>@file</c>, or <c>-</c> for standard input.</summary>
internal static class CallArgument
{
    private const string Family = "call";
    private const string Inline = "(call)";

    /// <summary>Reads the call.</summary>
    /// <exception cref="StartupException">It is none: each mistake is a line.</exception>
    public static SampleCall Read(string word, TextReader input)
    {
        var name = word is ['@', ..] ? word[1..] : Inline;
        byte[]? bytes = word switch
        {
            "-" => Encoding.UTF8.GetBytes(input.ReadToEnd()),
            ['@', ..] => ReadFile(name),
            _ => Encoding.UTF8.GetBytes(word),
        };
        var diagnostics = new DiagnosticBag(name, Family);
        return SampleCallReader.Read(bytes, diagnostics)
            ?? throw new StartupException([.. diagnostics.ToSorted().Select(line => line.ToString())]);
    }

    private static byte[] ReadFile(string path)
    {
        var (bytes, error) = ContentFile.Read(Environment.CurrentDirectory, path, Family, "a call");
        return bytes ?? throw new StartupException([error!]);
    }
}
