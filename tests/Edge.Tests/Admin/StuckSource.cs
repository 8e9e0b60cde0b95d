using Edge.Gateway.Reloading;

namespace Edge.Tests.Admin;

/// <summary>A source on a file system that does not answer until it is told to.</summary>
internal sealed class StuckSource : WatchedSource, IDisposable
{
    private readonly ManualResetEventSlim _answers = new();
    private readonly TaskCompletionSource _looking = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the first look.</summary>
    public Task Looking => _looking.Task;

    public override string Title => "a stuck source";

    public override WatchedKind Kind => WatchedKind.Policy;

    public override string Revision => ShortRevision;

    public override string ShortRevision => "";

    public override bool LastReloadFailed => false;

    public override Sighting Look()
    {
        _looking.TrySetResult();
        _answers.Wait();
        return new Sighting("", IsCurrent: true, () => throw new InvalidOperationException("Nothing changed."));
    }

    /// <summary>Lets every look end.</summary>
    public void Answer() => _answers.Set();

    public override void KeepLastGood()
    {
    }

    public override void ContentIsCurrentAgain()
    {
    }

    public void Dispose()
    {
        _answers.Set();
        _answers.Dispose();
    }
}
