using Edge.Gateway.Settings;

namespace Edge.Gateway;

/// <summary>
/// The one builder. Each package reads its keys twice: at once, for what it registers, and at the start, where all mistakes are reported
/// together with their places. Not thread-safe.
/// </summary>
internal sealed class EdgeBuilder : IEdgeBuilder
{
    private readonly IConfiguration _configuration;
    private readonly string _section;
    private readonly string? _place;
    private readonly SettingsReader _reader;
    private readonly List<Action<SettingsReader>> _reads = [];

    private EdgeBuilder(IServiceCollection services, IConfiguration configuration, string section, string? place)
    {
        (Services, _configuration, _section, _place) = (services, configuration, section, place);
        _reader = new SettingsReader(configuration, section, place);
    }

    /// <inheritdoc />
    public IServiceCollection Services { get; }

    /// <summary>Whether a route without a policy is a mistake.</summary>
    public bool RequiresPolicies { get; set; }

    /// <summary>Whether the host admits requests on every path, before it looks for a route: then Edge's routes need not.</summary>
    public bool AdmitsAllPaths { get; set; }

    /// <summary>Whether the pipeline has Edge's step.</summary>
    public bool IsUsed { get; set; }

    /// <summary>A builder for settings of a configuration: its section <c>Edge</c> if it is a root, else itself.</summary>
    public static EdgeBuilder For(IServiceCollection services, IConfiguration configuration)
    {
        if (configuration is not IConfigurationSection section)
            return new(services, configuration, "Edge", null);
        // A section does not tell its root; the host's may be it, which is known at the start.
        var copy = new ConfigurationBuilder().AddInMemoryCollection(section.AsEnumerable()).Build();
        return new(services, copy, section.Path, null);
    }

    /// <summary>A builder for options that were set in code.</summary>
    public static EdgeBuilder For(IServiceCollection services, EdgeOptions options) =>
        new(services, new ConfigurationBuilder().AddInMemoryCollection(OptionKeys.Of(options)).Build(), OptionKeys.Section,
        nameof(EdgeOptions));

    /// <summary>The builder that <see cref="IEdgeBuilder"/> stands for.</summary>
    /// <exception cref="ArgumentException">It is of somebody else's making.</exception>
    public static EdgeBuilder Of(IEdgeBuilder builder) =>
        builder as EdgeBuilder ?? throw new ArgumentException("Expected the builder that AddEdge returned.", nameof(builder));

    /// <summary>Reads settings. Mistakes in them stop the start; until then what is wrong has its default value.</summary>
    public T Read<T>(Func<SettingsReader, T> read)
    {
        _reads.Add(reader => read(reader));
        return read(_reader);
    }

    /// <summary>Every mistake in the settings of all packages, one line each.</summary>
    /// <param name="host">The configuration of the host, where the files of the settings are known.</param>
    public IReadOnlyList<string> Mistakes(IConfiguration? host)
    {
        var reader = new SettingsReader(HasSame(host) ? host! : _configuration, _section, _place);
        foreach (var read in _reads)
            read(reader);
        reader.ReportUnknownKeys(MissingPackages.Of);
        return [.. reader.Errors.Select(error => error.ToString())];
    }

    private bool HasSame(IConfiguration? host) =>
        _place is null && host is not null && !ReferenceEquals(host, _configuration)
        && host.GetSection(_section).AsEnumerable().OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase)
            .SequenceEqual(_configuration.GetSection(_section).AsEnumerable().OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase));
}
