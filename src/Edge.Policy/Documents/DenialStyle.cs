namespace Edge.Policy.Documents;

/// <summary>How tools that are hidden, not listed or denied are answered.</summary>
internal enum DenialStyle
{
    /// <summary>The caller is told that a policy denied the call.</summary>
    Explain,

    /// <summary>The caller is answered as if the server had no such tool.</summary>
    Hide,
}
