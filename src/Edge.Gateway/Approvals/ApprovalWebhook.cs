using System.Globalization;
using System.Net.Http.Headers;
using System.Threading.Channels;
using Edge.Gateway.Keys;
using Edge.Policy.Approvals;

namespace Edge.Gateway.Approvals;

/// <summary>
/// Posts notices of approvals to one address, beside the requests: at most <see cref="MaxWaiting"/> wait, a few are on the way at a time,
/// each is tried again with growing pauses. Taking one never waits. Thread-safe.
/// </summary>
internal sealed partial class ApprovalWebhook : BackgroundService, IApprovalNotifier
{
    /// <summary>How many notices wait at most; more are dropped, and counted.</summary>
    public const int MaxWaiting = 256;

    /// <summary>How often one is tried: over about two minutes.</summary>
    public const int MaxTries = 8;

    private const int AtOnce = 4;
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(1);

    private readonly Channel<WebhookMessage> _queue = Channel.CreateBounded<WebhookMessage>(MaxWaiting);
    private readonly WebhookSettings _settings;
    private readonly IReadOnlyList<byte[]> _keys;
    private readonly IApprovalLinks _links;
    private readonly IApprovalObserver[] _observers;
    private readonly TimeProvider _clock;
    private readonly ILogger<ApprovalWebhook> _logger;
    private readonly HttpClient _http;

    public ApprovalWebhook(
        ApprovalSettings settings, EdgeKeys keys, IApprovalLinks links, IEnumerable<IApprovalObserver> observers, TimeProvider clock,
            ILogger<ApprovalWebhook> logger)
    {
        _settings = settings.Webhook ?? throw new InvalidOperationException("There is nobody to tell.");
        // All keys sign, so that a receiver can change from one to the next when it likes.
        _keys = _settings.Secret is { } secret ? [secret] : keys.Verifying(KeyPurpose.Webhook);
        (_links, _observers, _clock, _logger) = (links, [.. observers], clock, logger);
        // No spans: the address is a secret. No redirects: what is signed is for one receiver.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ActivityHeadersPropagator = null })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <inheritdoc />
    public void Send(Approval approval, ApprovalOutcome outcome)
    {
        if (_queue.Writer.TryWrite(WebhookMessage.Of(approval, outcome, _links.Of(approval.Id), _clock.GetUtcNow())))
            return;
        Tell(NoticeResult.Dropped);
        Log.Dropped(_logger, approval.Id);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _http.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => DeliverAsync(stoppingToken)));

    private async Task DeliverAsync(CancellationToken stopping)
    {
        try
        {
            await foreach (var message in _queue.Reader.ReadAllAsync(stopping))
                await DeliverAsync(message, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // What is still to be told is lost with Edge: approvals are listed, notices only call people.
        }
    }

    private async Task DeliverAsync(WebhookMessage message, CancellationToken stopping)
    {
        var pause = s_firstPause;
        for (var i = 1; ; i++)
        {
            var problem = await TryAsync(message, stopping);
            if (problem is null)
            {
                Tell(NoticeResult.Delivered);
                return;
            }

            if (problem.IsFinal || i == MaxTries)
            {
                Tell(NoticeResult.Failed);
                Log.Failed(_logger, message.Id, i, problem.Words);
                return;
            }

            await Task.Delay(pause, _clock, stopping);
            pause *= 2;
        }
    }

    private void Tell(NoticeResult result)
    {
        foreach (var observer in _observers)
            observer.Notified(result);
    }

    // What went wrong; null when it was taken.
    private async Task<Problem?> TryAsync(WebhookMessage message, CancellationToken stopping)
    {
        var now = _clock.GetUtcNow().ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, _settings.Url) { Content = new ByteArrayContent(message.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", message.Id);
        request.Headers.Add("webhook-timestamp", now.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", message.Sign(_keys, now));
        using var over = new CancellationTokenSource(_settings.Timeout, _clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(over.Token, stopping);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, end.Token);
            var status = (int)response.StatusCode;
            return status is >= 200 and < 300 ? null : new Problem($"status {status}", IsFinal: status is not (408 or 429 or >= 500));
        }
        catch (HttpRequestException e)
        {
            return new Problem(e.HttpRequestError.ToString(), IsFinal: false);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return new Problem("no answer in time", IsFinal: false);
        }
    }

    private sealed record Problem(string Words, bool IsFinal);

    private static partial class Log
    {
        [LoggerMessage(1010, LogLevel.Warning, "Notice {Notice} was not delivered in {Tries} tries: {Problem}.",
            EventName = nameof(Failed))]
        public static partial void Failed(ILogger logger, string notice, int tries, string problem);

        [LoggerMessage(1011, LogLevel.Warning, "No notice of approval {Approval} is sent: too many notices wait.",
            EventName = nameof(Dropped))]
        public static partial void Dropped(ILogger logger, string approval);
    }
}
