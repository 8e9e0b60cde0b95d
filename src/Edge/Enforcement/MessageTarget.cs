using Edge.Policy.Text;

namespace Edge.Enforcement;

/// <summary>What a message is about, as the log says it.</summary>
/// <param name="Method">The method: of the message, else of HTTP.</param>
/// <param name="Name">The tool or prompt in quotes; <c>''</c> where there is none.</param>
internal readonly record struct MessageTarget(string Method, string Name)
{
    /// <summary>What the message of an exchange is about.</summary>
    public static MessageTarget Of(Exchange exchange) => exchange.Message switch
    {
        null => new(exchange.Context.Request.Method, "''"),
        // A tool's name is plain; a prompt's may be any text, and would write lines of its own.
        { ToolName: { } tool } message => new(message.Method, $"'{tool}'"),
        { PromptName: { } prompt } message => new(message.Method, UserText.Quote(prompt)),
        var message => new(message.Method, "''"),
    };

    /// <summary>The method in quotes, with the name where there is one.</summary>
    public override string ToString() => Name == "''" ? $"'{Method}'" : $"'{Method}' {Name}";
}
