namespace Edge.Gateway.Settings;

/// <summary>One mistake in the settings, with the place an operator has to change.</summary>
/// <param name="Place">The file with line and column, or the environment variable, or the source's name.</param>
/// <param name="Code">The stable code.</param>
/// <param name="Path">The key, with colons.</param>
/// <param name="Message">What was expected and what was found.</param>
internal sealed record SettingError(string Place, string Code, string Path, string Message)
{
    /// <summary>The line that an operator reads.</summary>
    public override string ToString() => $"{Place}: error {Code} at {Path}: {Message}";
}
