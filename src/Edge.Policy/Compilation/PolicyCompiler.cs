using Edge.Policy.Documents;
using Edge.Policy.Evaluation;


namespace Edge.Policy.Compilation;

/// <summary>Makes a policy as written into one as run.</summary>
internal static class PolicyCompiler
{
    /// <summary>
    /// Prepares a document that passed all checks. One that did not is compiled too, and errs towards denying: what cannot be prepared is
    /// unevaluable.
    /// </summary>
    /// <param name="name">The policy's name in the configuration, which is part of every count's key.</param>
    /// <param name="revision">The SHA-256 of the file's bytes, in hexadecimal.</param>
    /// <param name="document">The document.</param>
    public static CompiledPolicy Compile(string name, string revision, PolicyDocument document)
    {
        var results = ResultsCompiler.Compile(document);
        return new CompiledPolicy(
            name,
            revision,
            document,
            ToolCompiler.Compile(name, document, results),
            MethodCompiler.Compile(document.Methods, document.Mode),
            NameCompiler.Compile(document, document.Resources, areUris: true),
            NameCompiler.Compile(document, document.Prompts, areUris: false),
            results);
    }
}
