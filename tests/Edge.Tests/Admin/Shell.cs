using System.CommandLine;
using System.Text;
using System.Text.RegularExpressions;
using Edge.Cli;
using Edge.Testing;

namespace Edge.Tests.Admin;

/// <summary>Runs the command lines of a document in this process: <c>edge</c>, and as much of <c>curl</c> as the documents use.</summary>
/// <remarks>It sets variables of the whole process: its tests belong to one collection.</remarks>
internal sealed partial class Shell(Uri admin, string token)
{
    /// <summary>The collection of tests that change the environment of the process.</summary>
    public const string Collection = "environment";

    /// <summary>Runs a line; what it writes to both outputs, and its exit code.</summary>
    public async Task<(int Code, string Output)> RunAsync(string line)
    {
        var words = Words(line.Replace("$EDGE_ADMIN_TOKEN", token, StringComparison.Ordinal));
        var given = words[0].Split('=') is [AdminCommand.TokenVariable, var other] ? other : token;
        if (words[0].Contains('='))
            words.RemoveAt(0);
        return words[0] switch
        {
            "edge" => await EdgeAsync(words[1..], given),
            "curl" => (0, await CurlAsync(words[1..]) + "\n"),
            var unknown => throw new InvalidOperationException($"The documents run 'edge' and 'curl', not '{unknown}'."),
        };
    }

    private async Task<(int Code, string Output)> EdgeAsync(List<string> arguments, string given)
    {
        using var output = new StringWriter { NewLine = "\n" };
        Environment.SetEnvironmentVariable(AdminCommand.UrlVariable, admin.AbsoluteUri);
        Environment.SetEnvironmentVariable(AdminCommand.TokenVariable, given);
        try
        {
            var code = await EdgeCommand.RunAsync(arguments, new InvocationConfiguration { Output = output, Error = output });
            return (code, output.ToString());
        }
        finally
        {
            Environment.SetEnvironmentVariable(AdminCommand.UrlVariable, null);
            Environment.SetEnvironmentVariable(AdminCommand.TokenVariable, null);
        }
    }

    private async Task<string> CurlAsync(List<string> arguments)
    {
        using var request = new HttpRequestMessage();
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] == "-X")
                request.Method = new HttpMethod(arguments[++i]);
            else if (arguments[i] == "-d")
                request.Content = new StringContent(arguments[++i], Encoding.UTF8, "application/json");
            else if (arguments[i] == "-H" && arguments[++i].Split(": ", 2) is [var name, var value])
                _ = name == "Content-Type" || request.Headers.TryAddWithoutValidation(name, value);
            else
                request.RequestUri = new Uri(admin, new Uri(arguments[i]).PathAndQuery);
        }

        using var http = new HttpClient();
        using var response = await http.SendAsync(request, Deadline.Token);
        return await response.Content.ReadAsStringAsync(Deadline.Token);
    }

    private static List<string> Words(string line) =>
        [.. Word().Matches(line)
        .Select(word => word.Value.Replace("\"", word.Value.StartsWith('\'') ? "\"" : "", StringComparison.Ordinal).Trim('\''))];

    [GeneratedRegex("""'[^']*'|(?:[^\s"]|"[^"]*")+""")]
    private static partial Regex Word();
}
