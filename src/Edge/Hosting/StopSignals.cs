using System.Runtime.InteropServices;

namespace Edge.Hosting;

/// <summary>
/// The signals that stop the program: SIGTERM, SIGINT (Ctrl+C) and SIGQUIT. The first one stops the host, which drains; the second one asks
/// for a cut; the third one does what the system does without Edge. Thread-safe.
/// </summary>
/// <remarks>In place of the Generic Host's <c>ConsoleLifetime</c>, which takes every further signal and does nothing about it.</remarks>
internal sealed class StopSignals(IHostApplicationLifetime lifetime) : IHostLifetime, IDisposable
{
    private readonly TaskCompletionSource _second = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _received;

    /// <summary>Completes with the second signal.</summary>
    public Task Second => _second.Task;

    /// <inheritdoc />
    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT])
            _registrations.Add(PosixSignalRegistration.Create(signal, Receive));
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

    private void Receive(PosixSignalContext context)
    {
        var received = Interlocked.Increment(ref _received);
        context.Cancel = received <= 2;
        if (received == 1)
            lifetime.StopApplication();
        else
            _second.TrySetResult();
    }
}
