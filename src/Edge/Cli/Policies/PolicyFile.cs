using Edge.Gateway.Policies;
using Edge.Gateway.Settings;
using Edge.Policy.Compilation;
using Edge.Policy.Documents;
using Edge.Policy.Evaluation;
using Edge.Policy.Parsing;

namespace Edge.Cli.Policies;

/// <summary>A policy file as written and as run, for the commands that look into policies.</summary>
/// <param name="Path">The path as given.</param>
/// <param name="Document">The policy as written.</param>
/// <param name="Policy">The policy as run.</param>
internal sealed record PolicyFile(string Path, PolicyDocument Document, CompiledPolicy Policy)
{
    /// <summary>Reads and compiles a file.</summary>
    /// <exception cref="StartupException">It has errors: each is a line.</exception>
    public static PolicyFile Load(string path)
    {
        var (bytes, error) = PolicyLoader.Read(Environment.CurrentDirectory, path);
        if (bytes is null)
            throw new StartupException([error!]);
        var reading = PolicyParser.Read(path, bytes);
        if (reading.Document is not { } document)
            throw new StartupException([.. reading.Diagnostics.Select(line => line.ToString())]);
        return new PolicyFile(path, document,
            PolicyCompiler.Compile(System.IO.Path.GetFileNameWithoutExtension(path), PolicyLoader.Revision(bytes), document));
    }
}
