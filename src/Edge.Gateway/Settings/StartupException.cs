using Microsoft.Extensions.Options;

namespace Edge.Gateway.Settings;

/// <summary>
/// The start cannot go on because of what an operator wrote: every mistake, one line each. The program ends with exit code 2.
/// </summary>
internal sealed class StartupException(IReadOnlyList<string> lines) : OptionsValidationException("Edge", typeof(EdgeOptions), lines)
{
    /// <summary>The lines for standard error, in order.</summary>
    public IReadOnlyList<string> Lines { get; } = lines;

    /// <inheritdoc />
    public override string Message => string.Join(Environment.NewLine, Lines);
}
