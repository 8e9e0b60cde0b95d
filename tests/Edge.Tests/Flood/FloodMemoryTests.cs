using System.Net;
using System.Threading.RateLimiting;
using Edge.Gateway.Flood;
using Edge.Testing;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Edge.Tests.Flood;

public sealed class FloodMemoryTests
{
    /// <summary>The framework's partitions run by the real clock and no other: this one test waits for it, some ten seconds.</summary>
    [Fact]
    public async Task An_address_that_stays_away_is_forgotten()
    {
        const int Addresses = 50_000;
        var made = 0;
        var bucket = new FloodSettings(200, 400).Bucket();
        await using var limiter = FloodLimiters.ByAddress(_ =>
        {
            Interlocked.Increment(ref made);
            return new TokenBucketRateLimiter(bucket);
        });
        for (var i = 0; i < Addresses; i++)
            Assert.True(limiter.AttemptAcquire(From(i)).IsAcquired);
        Assert.Equal(Addresses, made);
        Assert.True(limiter.AttemptAcquire(From(0)).IsAcquired);
        Assert.Equal(Addresses, made);

        // Asking for an address keeps it, so each is asked for once.
        var asked = 0;
        await Deadline.Until(() => limiter.AttemptAcquire(From(++asked)).IsAcquired && made > Addresses,
            "the first address to be forgotten");
        await Deadline.Until(
            () =>
            {
                var before = made;
                for (var i = 0; i < 100; i++)
                    limiter.AttemptAcquire(From(++asked)).Dispose();
                return made == before + 100;
            },
            "a hundred addresses in turn to be forgotten");
    }

    private static DefaultHttpContext From(int address)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = new IPAddress((uint)address + 1);
        return context;
    }
}
