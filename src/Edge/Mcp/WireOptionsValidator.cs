using Edge.Mcp.Requests;
using Microsoft.Extensions.Options;

namespace Edge.Mcp;

/// <summary>Refuses wire options that cannot work, all at once.</summary>
internal sealed class WireOptionsValidator : IValidateOptions<WireOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, WireOptions options)
    {
        List<string> errors = [];
        if (options.MaxRequestBytes < 1)
            errors.Add($"Edge:Wire:MaxRequestBytes: expected at least 1, found {options.MaxRequestBytes}");
        if (options.MaxBufferedBytes < BufferBudget.SharesPerAddress * options.MaxRequestBytes)
        {
            errors.Add("Edge:Wire:MaxBufferedBytes: expected at least four times MaxRequestBytes, "
                + $"because one client address may hold a quarter; found {options.MaxBufferedBytes}");
        }

        if (options.BodyTimeout <= TimeSpan.Zero)
            errors.Add($"Edge:Wire:BodyTimeout: expected more than zero, found {options.BodyTimeout}");
        if (options.CallTimeout <= TimeSpan.Zero)
            errors.Add($"Edge:Wire:CallTimeout: expected more than zero, found {options.CallTimeout}");
        foreach (var origin in options.AllowedOrigins)
        {
            if (!Origin.TryParse(origin, out _))
                errors.Add($"Edge:Wire:AllowedOrigins: expected an origin such as 'https://app.example.com', found '{origin}'");
        }

        foreach (var revision in options.Revisions)
        {
            if (!HeaderValue.IsToken(revision, Mcp.Revisions.MaxLength))
                errors.Add($"Edge:Wire:Revisions: expected a revision such as '{Mcp.Revisions.Newest}', found '{revision}'");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
