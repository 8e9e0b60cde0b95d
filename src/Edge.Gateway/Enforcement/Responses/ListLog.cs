using Edge.Gateway.Calls;
using Edge.Gateway.Logging;
using Edge.Mcp.Responses;
using Edge.Policy.Text;

namespace Edge.Gateway.Enforcement.Responses;

/// <summary>Logs what is wrong with the lists of servers, in sums where it goes on. Thread-safe.</summary>
internal sealed partial class ListLog : IDisposable
{
    private readonly ILogger _logger;
    private readonly LogSum<(string Server, WithheldReason Reason), string> _withheld;
    private readonly LogSum<(string Server, WithheldReason Reason), string> _withheldAnswers;
    private readonly LogSum<(string Server, ListKind List, string? Name), string> _invalid;

    /// <summary>Logs in the name of <see cref="ListAnswers"/>.</summary>
    public ListLog(TimeProvider clock, ILogger<ListAnswers> logger)
    {
        _logger = logger;
        _withheld = new(clock, LogSumOptions.Condition, (place, method, times) =>
            Withheld(_logger, method, place.Server, place.Reason.Text(), times));
        _withheldAnswers = new(clock, LogSumOptions.Condition, (place, method, times) =>
        {
            if (place.Reason == WithheldReason.Revision)
                WithheldHandshake(_logger, method, place.Server, times);
            else
                WithheldAnswer(_logger, method, place.Server, place.Reason.Text(), times);
        });
        _invalid = new(clock, LogSumOptions.Finding, (place, problem, times) => Invalid(
            _logger, place.List.ToWord(), place.Name is null ? "" : $" {UserText.Quote(place.Name)}", place.Server, problem, times));
    }

    /// <summary>A list was filtered.</summary>
    public void Filtered(CallContext exchange, ListFilterTotals totals) =>
        Filtered(_logger, exchange.Route.Server, totals.Listed, totals.Dropped, totals.Invalid);

    /// <summary>A list was withheld, or an answer to something else in which a reader could find one.</summary>
    public void Withheld(CallContext exchange, WithheldReason reason, bool isListExpected) =>
        (isListExpected ? _withheld : _withheldAnswers).Add((exchange.Route.Server, reason), MessageTarget.Of(exchange).ToString());

    /// <summary>An entry was dropped because nobody could call it by its name.</summary>
    public void Invalid(string server, InvalidEntry entry) => _invalid.Add((server, entry.List, entry.Name), entry.Problem);

    /// <summary>Logs the sums that wait.</summary>
    public void Dispose()
    {
        _withheld.Dispose();
        _withheldAnswers.Dispose();
        _invalid.Dispose();
    }

    [LoggerMessage(
        300, LogLevel.Debug, "Filtered a list of '{Server}': {Listed} entries kept, {Dropped} not listed, {Invalid} invalid.",
        EventName = nameof(Filtered))]
    private static partial void Filtered(ILogger logger, string server, long listed, long dropped, long invalid);

    [LoggerMessage(
        301, LogLevel.Warning,
        "Withheld a list of '{Server}' ({Method}) that could not be read, or not in exactly one way: it {Reason}{Times}.",
        EventName = nameof(Withheld))]
    private static partial void Withheld(ILogger logger, string method, string server, string reason, Occurrences times);

    [LoggerMessage(
        303, LogLevel.Warning,
        "Withheld an answer of '{Server}' ({Method}): a reader could find a list in it, and it cannot be read in exactly one way: "
        + "it {Reason}{Times}.",
        EventName = nameof(WithheldAnswer))]
    private static partial void WithheldAnswer(
        ILogger logger, string method, string server, string reason, Occurrences times);

    [LoggerMessage(
        304, LogLevel.Warning,
        "Withheld an answer of '{Server}' ({Method}): it agrees on a revision of the protocol that Edge:Wire:Revisions does not "
        + "name{Times}.",
        EventName = nameof(WithheldHandshake))]
    private static partial void WithheldHandshake(ILogger logger, string method, string server, Occurrences times);

    [LoggerMessage(
        302, LogLevel.Warning,
        "Dropped the {List}{Name} from the list of '{Server}', because it {Problem}: agents can neither see nor call it{Times}.",
        EventName = nameof(Invalid))]
    private static partial void Invalid(ILogger logger, string list, string name, string server, string problem, Occurrences times);
}
