using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using Edge.Mcp;
using Edge.Mcp.Requests;
using Edge.Testing;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Xunit;

namespace Edge.Tests.Mcp.Requests;

public sealed class RequestBodyReaderTests
{
    private const string TooSlow = "408 -32600 body_timeout: Send the whole body sooner: it did not arrive in time.";
    private const string Incomplete =
        "400 -32600 body_incomplete: Send as many bytes as Content-Length says, in well-formed chunks if there is none.";
    private const string Full = "503 -32603 buffers_full: Try again in a second: too many request bodies are being read at once.";

    private readonly ManualTimeProvider _time = new();
    private readonly CountingPool _arrays = new();
    private readonly WireOptions _options = new() { MaxBufferedBytes = 4 * 1024 * 1024 };
    private BufferBudget _budget = new(4 * 1024 * 1024);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(200_000)]
    public async Task A_body_is_read_whole_and_forwarded_byte_for_byte(int length)
    {
        var bytes = Bytes(length);
        foreach (var announced in new[] { true, false })
        {
            var reading = await Reader().ReadAsync(Context(bytes, announced ? length : null), 1 << 20);
            Assert.Null(reading.Refusal);
            var body = reading.Body!;
            Assert.Equal(length, body.Length);
            Assert.Equal(bytes, body.Bytes.ToArray());

            var copy = new MemoryStream();
            Assert.False(body.WasSent);
            await body.SendAsync(copy, CancellationToken.None);
            Assert.Equal(bytes, copy.ToArray());
            Assert.True(body.WasSent);

            body.Dispose();
            body.Dispose();
            AssertNothingHeld();
        }
    }

    [Theory]
    [InlineData(1, 1024)]
    [InlineData(300, 1024)]
    [InlineData(1024, 1024)]
    [InlineData(1025, 2048)]
    [InlineData(40_000, 65_536)]
    [InlineData(65_535, 65_536)]
    [InlineData(65_536, 65_536)]
    public async Task A_small_body_of_known_length_rents_one_piece_of_its_size(int length, int rented)
    {
        var reading = await Reader().ReadAsync(Context(Bytes(length), length), 1 << 20);

        Assert.True(reading.Body!.Bytes.IsSingleSegment);
        Assert.Equal(rented, _budget.Held);
        Assert.Equal([rented], _arrays.Rented);
        reading.Body.Dispose();
        AssertNothingHeld();
    }

    [Fact]
    public async Task Memory_is_counted_as_it_is_rented_and_not_as_it_is_announced()
    {
        var pipe = new Pipe();
        var reading = Reader().ReadAsync(Context(pipe.Reader, 1_000_000), 1 << 20);
        Assert.Equal(0, _budget.Held);

        await pipe.Writer.WriteAsync(Bytes(10));
        await Eventually(() => _budget.Held == 65_536);
        await pipe.Writer.WriteAsync(Bytes(65_536));
        await Eventually(() => _budget.Held == 2 * 65_536);
        await pipe.Writer.CompleteAsync();

        Assert.Equal(Incomplete, Requests.Line((await reading).Refusal));
        AssertNothingHeld();
    }

    [Fact]
    public async Task A_body_that_announces_too_much_is_refused_before_it_is_read()
    {
        var context = Context(new UnreadablePipe(), 1001);
        var reading = await Reader().ReadAsync(context, 1000);

        Assert.Equal("413 -32600 body_too_large: Send a smaller message: a body may have at most 1000 bytes.",
            Requests.Line(reading.Refusal));
        Assert.True(reading.Refusal!.ClosesConnection);
        AssertNothingHeld();
    }

    [Fact]
    public async Task A_body_that_announces_nothing_is_refused_at_the_first_byte_too_many()
    {
        var exact = await Reader().ReadAsync(Context(Bytes(1000), null), 1000);
        Assert.Null(exact.Refusal);
        exact.Body!.Dispose();

        var reading = await Reader().ReadAsync(Context(Bytes(1001), null), 1000);
        Assert.Equal("413 -32600 body_too_large: Send a smaller message: a body may have at most 1000 bytes.",
            Requests.Line(reading.Refusal));
        AssertNothingHeld();
    }

    [Theory]
    [InlineData(100, 99)]
    [InlineData(100, 101)]
    [InlineData(100, 0)]
    [InlineData(100_000, 99_999)]
    public async Task A_body_of_another_length_than_announced_is_refused(int announced, int sent)
    {
        var reading = await Reader().ReadAsync(Context(Bytes(sent), announced), 1 << 20);

        Assert.Equal(Incomplete, Requests.Line(reading.Refusal));
        AssertNothingHeld();
    }

    [Theory]
    [InlineData(50)]
    [InlineData(null)]
    public async Task A_body_that_is_not_whole_in_time_is_refused(int? announced)
    {
        var pipe = new Pipe();
        var reading = Reader().ReadAsync(Context(pipe.Reader, announced), 1 << 20).AsTask();
        for (var i = 0; i < 29; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await pipe.Writer.WriteAsync(Bytes(1));
        }

        Assert.False(reading.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(TooSlow, Requests.Line((await reading).Refusal));
        AssertNothingHeld();
    }

    [Fact]
    public async Task A_body_that_is_there_needs_no_timer()
    {
        var reading = await Reader(new NoTimers()).ReadAsync(Context(Bytes(300), 300), 1 << 20);

        Assert.Null(reading.Refusal);
        reading.Body!.Dispose();
    }

    [Fact]
    public async Task One_address_may_hold_a_quarter_and_no_byte_more()
    {
        _budget = new BufferBudget(1024 * 1024);
        List<RequestBody> held = [];
        for (var i = 0; i < 4; i++)
            held.Add((await Reader().ReadAsync(Context(Bytes(60_000), 60_000), 1 << 20)).Body!);

        var refused = (await Reader().ReadAsync(Context(Bytes(1), 1), 1 << 20)).Refusal;
        Assert.Equal(Full, Requests.Line(refused));
        Assert.Equal(1, refused!.RetryAfterSeconds);
        Assert.Equal(4 * 65_536, _budget.Held);

        var other = await Reader().ReadAsync(Context(Bytes(1), 1, IPAddress.Parse("192.0.2.1")), 1 << 20);
        Assert.Null(other.Refusal);
        other.Body!.Dispose();

        held[0].Dispose();
        var again = await Reader().ReadAsync(Context(Bytes(1), 1), 1 << 20);
        Assert.Null(again.Refusal);
        again.Body!.Dispose();
        held.ForEach(body => body.Dispose());
        AssertNothingHeld();
    }

    [Fact]
    public async Task A_body_that_outgrows_the_budget_on_its_way_gives_all_of_it_back()
    {
        _budget = new BufferBudget(1024 * 1024);
        var reading = await Reader().ReadAsync(Context(Bytes(300_000), null), 1 << 20);

        Assert.Equal(Full, Requests.Line(reading.Refusal));
        AssertNothingHeld();
        Assert.Equal(4, _arrays.Rented.Count);
    }

    [Fact]
    public async Task A_caller_who_leaves_leaves_nothing_behind()
    {
        using var left = new CancellationTokenSource();
        var pipe = new Pipe();
        var context = Context(pipe.Reader, null);
        context.RequestAborted = left.Token;
        var reading = Reader().ReadAsync(context, 1 << 20).AsTask();
        await pipe.Writer.WriteAsync(Bytes(10));
        await Eventually(() => _budget.Held > 0);
        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        AssertNothingHeld();

        var broken = Reader().ReadAsync(Context(new BrokenPipe(new ConnectionResetException("reset")), 5), 1 << 20).AsTask();
        await Assert.ThrowsAsync<ConnectionResetException>(() => broken);
        AssertNothingHeld();

        // What Kestrel says of a chunk whose size does not fit into 64 bits.
        Assert.Equal(Incomplete,
            Requests.Line(
                (await Reader().ReadAsync(Context(new BrokenPipe(new IOException("Bad chunk size data.")), null), 1 << 20)).Refusal));
        AssertNothingHeld();
    }

    [Theory]
    [InlineData(400, Incomplete)]
    [InlineData(408, TooSlow)]
    [InlineData(413, "413 -32600 body_too_large: Send a smaller message: a body may have at most 1048576 bytes.")]
    public async Task What_the_server_itself_finds_wrong_with_a_body_is_answered_in_our_words(int status, string expected)
    {
        var reading = await Reader().ReadAsync(Context(new BrokenPipe(new BadHttpRequestException("kestrel's", status)), 5), 1 << 20);

        Assert.Equal(expected, Requests.Line(reading.Refusal));
        AssertNothingHeld();
    }

    [Fact]
    public async Task A_disposed_body_sends_nothing()
    {
        var body = (await Reader().ReadAsync(Context(Bytes(10), 10), 1 << 20)).Body!;
        body.Dispose();

        var copy = new MemoryStream();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => body.SendAsync(copy, CancellationToken.None));
        Assert.Equal(0, copy.Length);
        Assert.False(body.WasSent);
        AssertNothingHeld();
    }

    [Fact]
    public async Task Segments_go_back_only_when_the_last_copy_that_is_under_way_has_ended()
    {
        var bytes = Bytes(100_000);
        var body = (await Reader().ReadAsync(Context(bytes, bytes.Length), 1 << 20)).Body!;
        var target = new StoppingStream();
        var copy = body.SendAsync(target, CancellationToken.None);
        await target.Started;

        body.Dispose();
        body.Dispose();
        Assert.Equal(2 * 65_536, _budget.Held);
        target.Go();
        await copy;

        Assert.Equal(bytes, target.ToArray());
        AssertNothingHeld();
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "::c000:201", false)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1", false)]
    [InlineData("::1", "127.0.0.1", false)]
    public void Callers_are_told_apart_by_IPv4_address_and_IPv6_network(string one, string other, bool same) =>
        Assert.Equal(same, ClientNetwork.Of(IPAddress.Parse(one)) == ClientNetwork.Of(IPAddress.Parse(other)));

    [Fact]
    public void A_budget_forgets_who_holds_nothing_and_never_goes_below_zero()
    {
        var budget = new BufferBudget(4000);
        for (var i = 0; i < 100_000; i++)
        {
            var client = new ClientNetwork((UInt128)i);
            Assert.True(budget.TryTake(client, 1000));
            Assert.False(budget.TryTake(client, 1));
            budget.Return(client, 1000);
        }

        Assert.Equal(0, budget.Clients);
        Assert.Equal(0, budget.Held);
        Assert.True(budget.TryTake(default, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => budget.Return(default, 11));
    }

    [Fact]
    public async Task Many_bodies_at_once_never_hold_more_than_the_budget()
    {
        _budget = new BufferBudget(1024 * 1024);
        var pool = new SegmentPool(_budget, ArrayPool<byte>.Shared);
        var most = 0L;
        await Parallel.ForEachAsync(Enumerable.Range(0, 400), async (i, _) =>
        {
            var address = new IPAddress([10, 0, 0, (byte)(i % 8)]);
            var reading = await new RequestBodyReader(_options, pool, _time).ReadAsync(Context(Bytes(120_000), 120_000, address), 1 << 20);
            InterlockedMax(ref most, _budget.Held);
            reading.Body?.Dispose();
        });

        Assert.InRange(most, 1, 1024 * 1024);
        Assert.Equal(0, _budget.Held);
    }

    private static void InterlockedMax(ref long most, long held)
    {
        var seen = Volatile.Read(ref most);
        while (held > seen)
        {
            var before = Interlocked.CompareExchange(ref most, held, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }

    private RequestBodyReader Reader(TimeProvider? time = null) => new(_options, new SegmentPool(_budget, _arrays), time ?? _time);

    private void AssertNothingHeld()
    {
        Assert.Equal(0, _budget.Held);
        Assert.Equal(0, _budget.Clients);
        Assert.Empty(_arrays.Out);
    }

    private static byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(i * 31 >> 3))];

    private static DefaultHttpContext Context(byte[] bytes, int? announced, IPAddress? address = null) =>
        Context(PipeReader.Create(new ReadOnlySequence<byte>(bytes)), announced, address);

    private static DefaultHttpContext Context(PipeReader body, int? announced, IPAddress? address = null)
    {
        var context = Requests.Post();
        context.Request.ContentLength = announced;
        context.Connection.RemoteIpAddress = address ?? IPAddress.Loopback;
        context.Features.Set<IRequestBodyPipeFeature>(new BodyPipe(body));
        return context;
    }

    private static async Task Eventually(Func<bool> condition)
    {
        while (!condition())
            await Task.Yield();
    }

    private sealed class BodyPipe(PipeReader reader) : IRequestBodyPipeFeature
    {
        public PipeReader Reader => reader;
    }

    private sealed class CountingPool : ArrayPool<byte>
    {
        public List<int> Rented { get; } = [];

        public List<byte[]> Out { get; } = [];

        public override byte[] Rent(int minimumLength)
        {
            // Longer than asked for, as pools may give: what is beyond must not be used.
            var array = new byte[minimumLength + 7];
            Rented.Add(minimumLength);
            Out.Add(array);
            return array;
        }

        public override void Return(byte[] array, bool clearArray = false) =>
            Assert.True(Out.Remove(array), "an array came back that was not out");
    }

    private sealed class NoTimers : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            throw new InvalidOperationException("no timer is needed");
    }

    private class UnreadablePipe : PipeReader
    {
        public override void AdvanceTo(SequencePosition consumed) => throw new InvalidOperationException();

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => throw new InvalidOperationException();

        public override void CancelPendingRead() => throw new InvalidOperationException();

        public override void Complete(Exception? exception = null) => throw new InvalidOperationException();

        public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException();

        public override bool TryRead(out ReadResult result) => throw new InvalidOperationException();
    }

    private sealed class BrokenPipe(Exception exception) : UnreadablePipe
    {
        public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
            ValueTask.FromException<ReadResult>(exception);
    }

    private sealed class StoppingStream : MemoryStream
    {
        private readonly TaskCompletionSource _started = new();
        private readonly TaskCompletionSource _go = new();

        public Task Started => _started.Task;

        public void Go() => _go.SetResult();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _started.TrySetResult();
            await _go.Task;
            Write(buffer.Span);
        }
    }
}
