namespace Edge.Gateway.Files;

/// <summary>The end of a message about a file that Edge cannot write: what was found, and the cure.</summary>
internal static class FolderHint
{
    /// <summary>The hint for <paramref name="path"/>, in parentheses with a blank before; empty where the system tells nothing.</summary>
    public static string For(string path) => FileFacts.Explain(path) is { Length: > 0 } found
        ? $" ({found}; start Edge as the owner, or give the folder to a group of Edge's with the rights of its owner: "
            + "chgrp -R 0 FOLDER && chmod -R g=u FOLDER)"
        : "";
}
