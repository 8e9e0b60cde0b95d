using System.Buffers;
using System.Text;
using Edge.Gateway.Audit;
using Edge.Gateway.Callers;
using Edge.Gateway.Calls;
using Edge.Gateway.Keys;
using Edge.Gateway.Policies;
using Edge.Gateway.Routes;
using Edge.Mcp.Requests;
using Edge.Policy.Calls;
using Edge.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Edge.Tests.Audit;

/// <summary>Recording without a host around it: a folder, a clock, and calls that were decided.</summary>
internal sealed class AuditBench : IAsyncDisposable
{
    private static readonly PolicySlot Policy = new("test", "policy.json", new PolicySnapshot(
        PolicyLoader.Compile("test", "policy.json", Encoding.UTF8.GetBytes("""{ "version": "1", "default": "allow" }""")).Policy!,
            DateTimeOffset.UnixEpoch));

    private readonly DirectoryInfo? _made;

    public AuditBench(AuditSettings? settings = null, OpenAuditFile? open = null, string? folder = null)
    {
        if (folder is null)
            _made = Directory.CreateTempSubdirectory("edge-audit-");
        Folder = folder ?? Path.Combine(_made!.FullName, "audit");
        Settings = (settings ?? new AuditSettings()) with { Path = Folder };
        OpenFile = open ?? DiskAuditFile.Open;
        Start();
    }

    public string Folder { get; }

    public AuditSettings Settings { get; set; }

    public OpenAuditFile OpenFile { get; set; }

    public ManualTimeProvider Clock { get; } = new();

    public EdgeKeys Keys { get; set; } = new([Secret(1)]);

    public RecordedLogs Logs { get; private set; } = new();

    public AuditWriter Writer { get; private set; } = null!;

    public AuditRecorder Recorder { get; private set; } = null!;

    public static byte[] Secret(byte of) => [.. Enumerable.Repeat(of, EdgeKeys.KeyBytes)];

    /// <summary>Begins to write, as a start of Edge does.</summary>
    public void Start()
    {
        Logs = new RecordedLogs();
        var loggers = LoggerFactory.Create(l => l.SetMinimumLevel(LogLevel.Debug).AddProvider(Logs));
        var export = new AuditExport(loggers: null);
        Writer = new AuditWriter(Settings, Keys, new Place(Folder), OpenFile, Clock, export, loggers.CreateLogger<AuditWriter>());
        Recorder = new AuditRecorder(Settings, new AuditFormatter(Settings, Keys, new IdentityHash(Keys), Clock), Writer, Clock);
        Writer.Open();
    }

    /// <summary>Writes what waits and ends, as a shutdown does.</summary>
    public Task StopAsync() => Writer.DisposeAsync().AsTask();

    public async Task RestartAsync()
    {
        await StopAsync();
        Start();
    }

    /// <summary>A call that was decided.</summary>
    public static CallContext Call(int id = 1, string arguments = "{}", DecisionOutcome outcome = DecisionOutcome.Allow,
        string? session = null)
    {
        var access = new GrantAccess(Caller.Anonymous, Policy, null, false, true);
        var exchange = new CallContext(new DefaultHttpContext(), new RoutePlan("server", "test", false, null, "rpc"), access);
        var facts = new MessageFacts();
        var body =
            Encoding.UTF8.GetBytes($$$"""{"jsonrpc":"2.0","id":{{{id}}},"method":"tools/call","params":{"name":"tool","arguments":{{{arguments}}}}}""");
        if (new MessageParser().Parse(new ReadOnlySequence<byte>(body), facts.Message) is { } refusal)
            throw new ArgumentException(refusal.Message, nameof(arguments));
        exchange.WasRead(new ReadMessage { Facts = facts, SessionId = session });
        var reason = outcome == DecisionOutcome.Allow ? DecisionReason.Allowed : DecisionReason.Denied;
        exchange.WasDecided(new Verdict(new Decision { Outcome = outcome, Reason = reason, Rule = "" }, $"decision-{id}", null, null));
        exchange.Observe(observers: 1, now: 0);
        return exchange;
    }

    /// <summary>Records what was decided about a call; false when the call was refused for it.</summary>
    public Task<bool> DecideAsync(CallContext call) => Recorder.DecidedAsync(new DecidedCall(call, 0, TimeSpan.Zero)).AsTask();

    /// <summary>Records what became of a call.</summary>
    public void End(CallContext call) => Recorder.Ended(new EndedCall(call, 0, TimeSpan.Zero, TimeSpan.Zero));

    /// <summary>Records some calls from beginning to end.</summary>
    public async Task RecordAsync(int calls)
    {
        for (var i = 0; i < calls; i++)
        {
            var call = Call(i);
            if (!await DecideAsync(call))
                throw new InvalidOperationException("The call was refused.");
            End(call);
        }
    }

    /// <summary>Waits until everything that was added is in the files.</summary>
    public Task WrittenAsync(long records) =>
        Deadline.Until(() => Writer.Head.Count == records, $"{records} records, found {Writer.Head.Count}");

    public AuditVerdict Verify(AuditHead? head = null)
    {
        using var verifier = new AuditVerifier(Keys);
        return verifier.Verify(Folder, head);
    }

    /// <summary>All lines of all files, in order.</summary>
    public IReadOnlyList<string> Lines() => [.. AuditFileName.List(Folder).SelectMany(f => File.ReadLines(f.Path))];

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        _made?.Delete(recursive: true);
    }

    private sealed class Place(string root) : IHostEnvironment
    {
        public string ApplicationName { get; set; } = "test";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();

        public string ContentRootPath { get; set; } = root;

        public string EnvironmentName { get; set; } = "Production";
    }
}
