using Edge.Gateway.Keys;
using Xunit;

namespace Edge.Tests.Configuration;

public sealed class KeyFileRaceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edge-key-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Programs_that_start_at_the_same_moment_agree_on_one_key()
    {
        for (var round = 0; round < 20; round++)
        {
            var path = Path.Combine("data", $"{round}.key");
            var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var loads = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
            {
                await start.Task;
                return KeyFile.Load(_folder.FullName, path, create: true).Fingerprints[0];
            })).ToList();
            start.SetResult();
            Assert.Single((await Task.WhenAll(loads)).Distinct());
        }

        Assert.Equal(20, Directory.GetFiles(Path.Combine(_folder.FullName, "data")).Length);
    }
}
