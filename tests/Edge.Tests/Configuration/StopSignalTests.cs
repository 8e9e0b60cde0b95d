using Edge.Hosting;
using Edge.Testing;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Edge.Tests.Configuration;

public sealed class StopSignalTests
{
    [Fact]
    public void The_first_signal_stops_the_second_cuts_and_the_third_is_the_system_s()
    {
        var clock = new ManualTimeProvider();
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        using var signals = new StopSignals(lifetime, clock);

        Assert.True(signals.Receive());
        Assert.True(lifetime.ApplicationStopping.IsCancellationRequested);
        // 'timeout' and others signal the process, and then its group.
        clock.Advance(StopSignals.Echo / 2);
        Assert.True(signals.Receive());
        Assert.False(signals.Second.IsCompleted);

        clock.Advance(2 * StopSignals.Echo);
        Assert.True(signals.Receive());
        Assert.True(signals.Second.IsCompletedSuccessfully);
        clock.Advance(2 * StopSignals.Echo);
        Assert.False(signals.Receive());
    }
}
