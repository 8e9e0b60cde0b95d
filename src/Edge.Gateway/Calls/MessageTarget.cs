using Edge.Mcp.Requests;
using Edge.Policy.Text;

namespace Edge.Gateway.Calls;

/// <summary>What a message is about, as the log says it.</summary>
/// <param name="Method">The method: of the message, else of HTTP.</param>
/// <param name="Name">The tool or prompt in quotes; <c>''</c> where there is none.</param>
internal readonly record struct MessageTarget(string Method, string Name)
{
    /// <summary>What a call is about.</summary>
    public static MessageTarget Of(CallContext call) => Of(call.Message, call.Context);

    /// <summary>What a message is about; where there is none, the request.</summary>
    public static MessageTarget Of(Message? message, HttpContext context) => message switch
    {
        null => new(context.Request.Method, "''"),
        // A tool's name is plain; a prompt's may be any text, and would write lines of its own.
        { ToolName: { } tool } => new(message.Method, $"'{tool}'"),
        { PromptName: { } prompt } => new(message.Method, UserText.Quote(prompt)),
        _ => new(message.Method, "''"),
    };

    /// <summary>The method in quotes, with the name where there is one.</summary>
    public override string ToString() => Name == "''" ? $"'{Method}'" : $"'{Method}' {Name}";
}
