using System.Net;
using System.Net.Sockets;
using System.Text;
using Edge.EndToEnd.Running;
using Edge.Testing;

namespace Edge.EndToEnd.Faults;

/// <summary>Callers that dawdle, leave, send too much or come by the thousand: the others do not notice.</summary>
[Collection(FaultCollection.Name)]
public sealed class CallerFaultTests(CallerFaultTests.World world) : IClassFixture<CallerFaultTests.World>
{
    private const int Largest = 21 << 20;

    [Fact]
    public async Task Sends_slowly_and_is_given_up_while_others_are_served()
    {
        var number = FaultyWorld.Next();
        var call = Encoding.UTF8.GetString(LoadCaller.Call("echo", number));
        using var slow = await RawConnection.SendAsync(
            world.Edge.Url, "POST", "", "Content-Type: application/json", $"Content-Length: {call.Length}");
        var end = slow.ReadUntilAsync("\r\n\r\n");
        var sent = 0;
        using var other = new LoadCaller(world.Edge.Url);
        while (!end.IsCompleted && sent < call.Length - 1)
        {
            await slow.SendMoreAsync(call[sent++..sent]);
            await other.AllowedAsync("wait", FaultyWorld.Next(), "\"ms\":100,");
        }

        await end;
        Assert.StartsWith("HTTP/1.1 408 ", slow.Received, StringComparison.Ordinal);
        Assert.DoesNotContain(number, world.Server.Seen());
    }

    [Fact]
    public async Task Leaves_within_the_body_before_the_answer_and_within_it()
    {
        var numbers = Enumerable.Range(0, 50).Select(_ => FaultyWorld.Next()).ToList();
        foreach (var number in numbers)
        {
            using var within = await RawConnection.SendAsync(world.Edge.Url, "POST", "", "Content-Type: application/json",
                "Content-Length: 20000000");
            await within.SendMoreAsync(Encoding.UTF8.GetString(LoadCaller.Call("echo", number, new string(' ', 50_000))));
        }

        Assert.Empty(numbers.Intersect(world.Server.Seen()));

        using (var caller = new LoadCaller(world.Edge.Url))
        {
            using var leave = new CancellationTokenSource();
            var leaving = numbers.Select(number => caller.SendAsync(LoadCaller.Call("wait", number, "\"ms\":60000,"), leave.Token))
                .ToList();
            await Deadline.Until(() => numbers.Intersect(world.Server.Seen("wait")).Count() == 50, "the calls to arrive");
            await leave.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(leaving));

            var streams = await Task.WhenAll(Enumerable.Range(0, 50)
                .Select(_ => caller.SendAsync(LoadCaller.Call("stream", FaultyWorld.Next(), "\"count\":100000,\"ms\":10,"))));
            foreach (var stream in streams)
                stream.Dispose();
        }

        // Once its callers are gone nothing is left of them.
        await Deadline.Until(() => ProcessFigures.Of(world.Edge.ProcessId).Sockets < 30, "the connections to be gone");
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task Sends_21_MiB(int more, bool passes)
    {
        var number = FaultyWorld.Next();
        using var caller = new LoadCaller(world.Edge.Url);
        if (passes)
        {
            await caller.LargeAsync(number, Largest + more);
            Assert.Single(world.Server.Seen(), number);
            return;
        }

        var body = LoadCaller.Call("echo", number, $"\"text\":\"{new string('x', Largest)}\",");
        foreach (var framing in new[] { $"Content-Length: {body.Length}", "Transfer-Encoding: chunked" })
        {
            byte[] framed = framing.StartsWith('C') ? body
                : [.. Encoding.ASCII.GetBytes($"{body.Length:x}\r\n"), .. body, .. "\r\n0\r\n\r\n"u8];
            var head = $"POST /mcp HTTP/1.1\r\nHost: {world.Edge.Url.Authority}\r\nContent-Type: application/json\r\nConnection: "
                + $"close\r\n{framing}\r\n\r\n";
            var answer = await RawHttp.SendAsync(world.Edge.Url, (byte[])[.. Encoding.ASCII.GetBytes(head), .. framed]);
            Assert.Equal(413, answer.Status);
        }

        Assert.DoesNotContain(number, world.Server.Seen());
    }

    [Fact]
    public async Task Two_thousand_connections_of_one_address_are_cut_to_what_it_may_hold_and_another_is_served()
    {
        // 400 requests a second, and 100 connections, for one address: the defaults.
        await using var server = await FaultServer.StartAsync();
        await using var edge = await EdgeProgram.StartAsync(server.Address, FaultPolicies.Usual);
        var sockets = await ConnectAsync(edge.Url, 2000, "127.0.0.9");
        using (var caller = new LoadCaller(edge.Url, "127.0.0.10"))
        {
            for (var i = 0; i < 20; i++)
                await caller.AllowedAsync("echo", FaultyWorld.Next());
        }

        await Deadline.Until(() => sockets.Count(IsClosed) == 1900, "1,900 of them to be closed");
        await Deadline.Until(() => ProcessFigures.Of(edge.ProcessId).Sockets < 130, "Edge to hold 100 of them");
        sockets.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task Two_thousand_connections_that_say_half_a_request_cost_little_and_leave_nothing()
    {
        // Four calls at once, of the caller that is served beside them.
        var caller = new LoadCaller(world.Edge.Url);
        async Task CallsAsync() => await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => caller.AllowedAsync("echo", FaultyWorld.Next())));
        using (caller)
        {
            await CallsAsync();
            var before = ProcessFigures.Of(world.Edge.ProcessId);
            var sockets = await ConnectAsync(world.Edge.Url, 2000, "127.0.0.11");
            await Task.WhenAll(sockets.Select(socket => socket.SendAsync("POST /mcp HTTP/1.1\r\nHost: 127"u8.ToArray())));
            await Deadline.Until(() => ProcessFigures.Of(world.Edge.ProcessId).Sockets >= before.Sockets + 2000,
                "Edge to hold all of them");
            await CallsAsync();
            var grown = (ProcessFigures.Of(world.Edge.ProcessId).ResidentBytes - before.ResidentBytes) / ProcessFigures.MiB;
            Assert.True(grown < 100, $"2,000 connections cost {grown} MiB");
            sockets.ForEach(socket => socket.Dispose());
            await Deadline.Until(() => ProcessFigures.Of(world.Edge.ProcessId).Sockets <= before.Sockets + 10,
                "nothing to be left of them");
            await CallsAsync();
            TestContext.Current.SendDiagnosticMessage($"2,000 connections cost {grown} MiB");
        }
    }

    private static async Task<List<Socket>> ConnectAsync(Uri url, int count, string from)
    {
        var sockets = new List<Socket>(count);
        for (var i = 0; i < count; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, url.Port);
            }
            catch (SocketException)
            {
                // Closed before the system could say that it was open: for the one who asks that is closed.
                socket.Close();
            }

            sockets.Add(socket);
        }

        return sockets;
    }

    private static bool IsClosed(Socket socket)
    {
        if (socket.SafeHandle.IsClosed)
            return true;
        try
        {
            return socket.Poll(0, SelectMode.SelectRead) && socket.Receive(new byte[1], SocketFlags.Peek) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    public sealed class World() : FaultyWorld(FaultPolicies.Usual, [("Edge__Wire__BodyTimeout", "00:00:01"), .. FaultPolicies.NoFlood]);
}
