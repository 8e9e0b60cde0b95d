using Edge.Admin.OpenApi;
using Edge.Gateway.Reloading;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Edge.Admin.Health;

/// <summary><c>/healthz</c> and <c>/readyz</c>: open, for probes.</summary>
internal static class HealthEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Registers what readiness looks at.</summary>
    public static void AddHealth(this IServiceCollection services) =>
        services.AddHealthChecks()
            .AddCheck<ServingHealth>("serving", timeout: Patience)
            .AddCheck<PoliciesHealth>("policies", timeout: Patience)
            .AddCheck<GrantsHealth>("grants", timeout: Patience)
            .AddCheck<StoreHealth>("store", timeout: Patience)
            .AddCheck<AuditHealth>("audit", timeout: Patience)
            .AddCheck<FilesHealth>("files");

    /// <summary>Maps both.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/healthz", Methods, static () => Results.Json(new HealthAnswer("alive", null), AdminJson.Options))
            .AllowAnonymous()
            .Describe("getHealth", "Whether Edge is alive")
            .Answers<HealthAnswer>("It is.");
        routes.MapMethods("/readyz", Methods, static async (HealthCheckService checks, CancellationToken cancellation) =>
        {
            var report = await checks.CheckHealthAsync(cancellation);
            var answer = new HealthAnswer(Word(report.Status), report.Entries.ToDictionary(
                entry => entry.Key, entry => new HealthPart(Word(entry.Value.Status), entry.Value.Description ?? "gave no answer")));
            var status = report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
            return Results.Json(answer, AdminJson.Options, statusCode: status);
        }).AllowAnonymous()
            .Describe("getReadiness", "Whether Edge is ready")
            .Answers<HealthAnswer>("It is, or serves all the same.")
            .Answers<HealthAnswer>("It is not.", StatusCodes.Status503ServiceUnavailable);
    }

    private static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "ready",
        HealthStatus.Degraded => "degraded",
        HealthStatus.Unhealthy => "unready",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "A new status needs a word."),
    };
}
