using System.Net.Http.Headers;

namespace Edge.Benchmarks.Gateways;

/// <summary>One kind of request, and what its answer must be.</summary>
/// <param name="Name">As the table says it.</param>
/// <param name="Path">Where it is sent.</param>
/// <param name="Body">What is sent.</param>
/// <param name="Answer">A text that every answer has.</param>
internal sealed record Workload(string Name, string Path, byte[] Body, string Answer)
{
    /// <summary>How long one measurement takes, in proportion to the usual.</summary>
    public double Patience { get; init; } = 1;

    /// <summary>The request of a client other than wrk.</summary>
    public HttpRequestMessage Request(Uri gateway)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway, Path)) { Content = new ByteArrayContent(Body) };
        foreach (var (name, value) in Workloads.Headers)
        {
            if (name == "Content-Type")
                request.Content.Headers.ContentType = new MediaTypeHeaderValue(value);
            else
                request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}
