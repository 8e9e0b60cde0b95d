using System.Collections.Concurrent;
using System.Text;
using Edge.Telemetry.Logging;
using Edge.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Edge.Tests.Telemetry.Logging;

/// <summary>Logging to a console of recorded writes, registered as the program registers it, with the settings of <c>Logging</c>.</summary>
internal sealed class TestConsole : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly IConfigurationRoot _settings;
    private readonly ManualTimeProvider _clock = new();
    private readonly ILoggerFactory _factory;
    private readonly ConcurrentDictionary<string, ILogger> _loggers = new();

    /// <summary>Starts it.</summary>
    public TestConsole(params (string Key, string Value)[] settings)
        : this(defaults: false, settings)
    {
    }

    /// <summary>Starts it with the defaults of Edge.</summary>
    public TestConsole(bool defaults, params (string Key, string Value)[] settings)
    {
        _settings = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value)).Build();
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(_clock)
            .AddSingleton(new LineOutput(Out, Error, new UTF8Encoding(false)))
            .AddLogging(logging =>
            {
                logging.AddConfiguration(_settings).AddConsole();
                if (defaults)
                    logging.AddEdgeDefaults();
                logging.GatherConsoleLines();
                logging.KeepOffConsole("Silent");
            })
            .BuildServiceProvider();
        _factory = _services.GetRequiredService<ILoggerFactory>();
    }

    /// <summary>Standard output.</summary>
    public RecordedWrites Out { get; } = new();

    /// <summary>Standard error.</summary>
    public RecordedWrites Error { get; } = new();

    /// <summary>Logs a message as event 7.</summary>
    public void Log(object message, LogLevel level = LogLevel.Information, string category = "Test") =>
        Category(category).Log(level, 7, message, null, static (m, _) => m.ToString()!);

    /// <summary>Begins a scope.</summary>
    public IDisposable? BeginScope(string scope) => Category("Test").BeginScope(scope);

    /// <summary>Changes a setting of the running console.</summary>
    public void Change(string key, string value)
    {
        _settings[key] = value;
        _settings.Reload();
    }

    /// <summary>Logs one line and waits until it is on the console; the writer pauses then, and the clock stands.</summary>
    public async Task BeginPauseAsync()
    {
        Log("first");
        await Deadline.Until(() => Out.Writes.Count == 1, "the first line");
    }

    /// <summary>How many lines were lost.</summary>
    public long Dropped => _services.GetServices<ILoggerProvider>().OfType<GatheringConsoleProvider>().Single().Dropped;

    /// <summary>Moves the clock.</summary>
    public void Advance(TimeSpan by) => _clock.Advance(by);

    /// <summary>Ends the pause after a write.</summary>
    public void EndPause() => _clock.Advance(2 * LineQueue.Pause);

    /// <summary>Ends logging as the host does; everything is written then.</summary>
    public void Dispose() => _services.Dispose();

    // The factory makes none once it is disposed; those it made go on.
    private ILogger Category(string name) => _loggers.GetOrAdd(name, _factory.CreateLogger);
}
