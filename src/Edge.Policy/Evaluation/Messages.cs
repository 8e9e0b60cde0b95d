namespace Edge.Policy.Evaluation;

/// <summary>What callers are told when the author of a policy says nothing.</summary>
internal static class Messages
{
    public const string ToolNotAllowed = "this tool is not allowed";

    public const string ApprovalNeeded = "a person has to approve this call";

    public const string MethodNotAllowed = "this method is not allowed";

    public const string ResourceNotAllowed = "this resource is not allowed";

    public const string PromptNotAllowed = "this prompt is not allowed";

    public const string Unreadable = "the arguments cannot be read";
}
