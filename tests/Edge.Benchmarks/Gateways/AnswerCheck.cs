using System.Text;

namespace Edge.Benchmarks.Gateways;

/// <summary>Looks at whole answers before anything is timed; while it is, wrk counts every status that is no success.</summary>
internal static class AnswerCheck
{
    private const int Times = 20;

    /// <summary>Sends a workload some times.</summary>
    /// <exception cref="InvalidOperationException">An answer is not the one expected, or missing.</exception>
    public static async Task RunAsync(HttpClient client, Uri gateway, Workload workload)
    {
        for (var i = 0; i < (workload.Body.Length > 1 << 20 ? 2 : Times); i++)
        {
            try
            {
                using var request = workload.Request(gateway);
                using var answer = await client.SendAsync(request);
                var body = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync());
                if (!answer.IsSuccessStatusCode || !body.Contains(workload.Answer, StringComparison.Ordinal))
                    throw new InvalidOperationException($"'{workload.Name}' at {gateway} was answered "
                        + $"with {(int)answer.StatusCode}: {body[..Math.Min(300, body.Length)]}");
            }
            catch (HttpRequestException e)
            {
                throw new InvalidOperationException($"'{workload.Name}' at {gateway} was not answered: {e.Message}", e);
            }
        }
    }
}
