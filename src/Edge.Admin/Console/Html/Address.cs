namespace Edge.Admin.Console.Html;

/// <summary>An address that a page may lead to: a path of this port, or a web address that an operator configured. Immutable.</summary>
internal readonly record struct Address
{
    private Address(string text) => Text = text;

    /// <summary>The address.</summary>
    public string Text { get; }

    /// <summary>A path of this port: literals as they are, everything else percent-encoded.</summary>
    public static Address To(AddressWriter written) => new(written.ToText());

    /// <summary>A web address; null for anything that is not http or https.</summary>
    public static Address? Web(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? new(uri.AbsoluteUri) : null;

    /// <summary>A path of this port that somebody sent; the first page for anything else.</summary>
    public static Address Back(string? path) =>
        path is ['/', ..] && path is not ['/', '/' or '\\', ..] && path.Length <= 512 && !path.Any(c => c is '\\' or < ' ' or > '~')
        ? new(path) : To($"/");
}
