using System.Collections.Frozen;
using System.CommandLine;
using System.Globalization;
using Edge.Gateway.Settings;
using Edge.Policy.Calls;
using Edge.Policy.Documents;

namespace Edge.Cli.Policies;

/// <summary>Who calls, as options: <c>--grant ci --label team=ml</c>.</summary>
internal sealed class CallerOptions
{
    private readonly Option<string?> _grant = new("--grant") { Description = "The id of the grant that calls. Default: anonymous." };
    private readonly Option<string[]> _labels = new("--label")
    {
        Description = "A label of the grant, as NAME=VALUE; true, false and numbers are not text. May be repeated.",
    };

    /// <summary>Adds the options to a command.</summary>
    public CallerOptions(Command command)
    {
        command.Add(_grant);
        command.Add(_labels);
    }

    /// <summary>The caller.</summary>
    /// <exception cref="StartupException">A label is none.</exception>
    public Caller Read(ParseResult result)
    {
        var labels = new Dictionary<string, PolicyValue>(StringComparer.Ordinal);
        foreach (var label in result.GetValue(_labels) ?? [])
        {
            if (label.Split('=', 2) is not [{ Length: > 0 } name, var value])
                throw new StartupException([$"error label_form at --label: expected NAME=VALUE, found '{label}'"]);
            labels[name] = value is "true" or "false" ? new PolicyValue.Boolean(value == "true")
                : double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? new PolicyValue.Number(number)
                : new PolicyValue.Text(value);
        }

        return new Caller(result.GetValue(_grant) ?? Caller.Anonymous.GrantId, labels.ToFrozenDictionary(StringComparer.Ordinal));
    }
}
