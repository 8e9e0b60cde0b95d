namespace Edge.Admin.Policies;

/// <summary>A policy's text, to be checked or saved.</summary>
/// <param name="Text">The whole text.</param>
/// <param name="Revision">To save: the whole revision that was edited.</param>
internal sealed record PolicyTextRequest(string Text, string? Revision = null)
{
    /// <summary>How the body looks, for problems.</summary>
    public const string Expected = """{"text": the policy as one text, "revision": to save, the revision that was edited}""";
}
