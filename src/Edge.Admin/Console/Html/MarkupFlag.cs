namespace Edge.Admin.Console.Html;

/// <summary>An attribute without a value, which is there or not. Immutable.</summary>
/// <param name="Text">What is written.</param>
internal readonly record struct MarkupFlag(string Text)
{
    /// <summary><c>selected</c>, or nothing.</summary>
    public static MarkupFlag Selected(bool isSo) => new(isSo ? " selected" : "");

    /// <summary><c>disabled</c>, or nothing.</summary>
    public static MarkupFlag Disabled(bool isSo) => new(isSo ? " disabled" : "");

    /// <summary><c>readonly</c>, or nothing.</summary>
    public static MarkupFlag ReadOnly(bool isSo) => new(isSo ? " readonly" : "");

    /// <summary><c>checked</c>, or nothing.</summary>
    public static MarkupFlag Checked(bool isSo) => new(isSo ? " checked" : "");

    /// <summary><c>hidden</c>, or nothing.</summary>
    public static MarkupFlag Hidden(bool isSo) => new(isSo ? " hidden" : "");

    /// <summary><c>aria-current="page"</c>, or nothing.</summary>
    public static MarkupFlag Current(bool isSo) => new(isSo ? " aria-current=\"page\"" : "");
}
