using System.Runtime.InteropServices;

namespace Edge.Hosting;

/// <summary>
/// The signals that stop the program: SIGTERM, SIGINT (Ctrl+C) and SIGQUIT. The first one stops the host, which drains; the second one asks
/// for a cut; the third one does what the system does without Edge. Thread-safe.
/// </summary>
/// <remarks>
/// In place of the Generic Host's <c>ConsoleLifetime</c>, which takes every further signal and does nothing about it. One wish to stop may
/// arrive twice: <c>timeout</c>, <c>npm</c> and some init programs signal the process and then its group. What follows within
/// <see cref="Echo"/> is the same signal.
/// </remarks>
internal sealed class StopSignals(IHostApplicationLifetime lifetime, TimeProvider clock) : IHostLifetime, IDisposable
{
    /// <summary>How close to each other two signals count as one; nobody presses Ctrl+C twice within that time.</summary>
    public static readonly TimeSpan Echo = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _second = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _received;
    private long _last;

    /// <summary>Completes with the second signal.</summary>
    public Task Second => _second.Task;

    /// <inheritdoc />
    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT])
            _registrations.Add(PosixSignalRegistration.Create(signal, context => context.Cancel = Receive()));
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }

    /// <summary>Takes a signal; false where the system is to do what it does with it.</summary>
    public bool Receive()
    {
        int received;
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            if (_received > 0 && clock.GetElapsedTime(_last, now) < Echo)
                return true;
            _last = now;
            received = ++_received;
        }

        if (received == 1)
            lifetime.StopApplication();
        else
            _second.TrySetResult();
        return received <= 2;
    }
}
