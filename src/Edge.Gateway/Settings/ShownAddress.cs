namespace Edge.Gateway.Settings;

/// <summary>Shows an operator an address without what stands before an '@' in it: that may be a password.</summary>
internal static class ShownAddress
{
    /// <summary>The text as messages show it.</summary>
    public static string Of(string text)
    {
        var end = text.LastIndexOf('@');
        if (end < 0)
            return text;
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        return string.Concat(scheme >= 0 && scheme < end ? text.AsSpan(0, scheme + 3) : "", "…", text.AsSpan(end));
    }
}
