using Edge.Gateway.Files;
using Edge.Gateway.Settings;

namespace Edge.Startup;

/// <summary>
/// Finds out whether the files of certificates are there and can be read, before anything starts that would have to stop again. To open a
/// FIFO would wait for a writer. What is in them is Kestrel's to judge.
/// </summary>
internal static class StartCertificates
{
    private static readonly string[] Files = ["Path", "KeyPath"];

    /// <summary>Looks at each file that a certificate of a listener, of a name at a listener, or by default has.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="directory">What a relative path is relative to.</param>
    /// <exception cref="StartupException">Files cannot be used: all of them.</exception>
    public static void Check(IConfiguration configuration, string directory)
    {
        var kestrel = configuration.GetSection("Kestrel");
        var endpoints = kestrel.GetSection("Endpoints").GetChildren().ToList();
        var certificates = endpoints.Concat(endpoints.SelectMany(endpoint => endpoint.GetSection("Sni").GetChildren()))
            .Select(place => place.GetSection("Certificate"))
            .Concat(kestrel.GetSection("Certificates").GetChildren());
        var errors = certificates.SelectMany(certificate => Files.Select(certificate.GetSection))
            .Where(file => !string.IsNullOrEmpty(file.Value))
            .Select(file => Find(Path.Combine(directory, file.Value!)) is { } problem
                ? new SettingError(SettingPlaces.Find(configuration, file.Path), "config_certificate", file.Path, problem).ToString() : null)
            .OfType<string>().ToList();
        if (errors.Count > 0)
            throw new StartupException(errors);
    }

    private static string? Find(string path)
    {
        if (FileFacts.WhyNoFile(path) is { } oddity)
            return $"{oddity} at '{path}'";
        if (!File.Exists(path))
            return $"no such file (looked for '{path}')";
        try
        {
            using var file = File.OpenRead(path);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"the file cannot be read: {e.Message.TrimEnd('.')}{FolderHint.For(path)}";
        }
    }
}
