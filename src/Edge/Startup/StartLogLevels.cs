using Edge.Gateway.Settings;
using Edge.Policy.Text;

namespace Edge.Startup;

/// <summary>Says in words for people which levels of the log are none: the framework would end the start with a stack trace.</summary>
internal static class StartLogLevels
{
    private const string Logging = "Logging";
    private const string Levels = "LogLevel";

    /// <summary>Refuses levels that are none, for all providers and for single ones.</summary>
    /// <exception cref="StartupException">There are such levels: all of them.</exception>
    public static void Check(IConfiguration configuration)
    {
        var logging = configuration.GetSection(Logging);
        var mistakes = logging.GetChildren().Select(provider => provider.GetSection(Levels)).Prepend(logging.GetSection(Levels))
            .SelectMany(levels => levels.GetChildren())
            .Where(level => !string.IsNullOrEmpty(level.Value) && !Enum.TryParse<LogLevel>(level.Value, ignoreCase: true, out _))
            .Select(level => Unknown(configuration, level)).ToList();
        if (mistakes.Count > 0)
            throw new StartupException(mistakes);
    }

    private static string Unknown(IConfiguration configuration, IConfigurationSection level)
    {
        var words = Enum.GetNames<LogLevel>();
        var expected = string.Join(" or ", words.Select(word => $"'{word}'"));
        return new SettingError(
            SettingPlaces.Find(configuration, level.Path), "config_unknown_value", level.Path,
            $"unknown value {UserText.Quote(level.Value!)}; expected {expected}{Spelling.Hint(level.Value!, words)}").ToString();
    }
}
