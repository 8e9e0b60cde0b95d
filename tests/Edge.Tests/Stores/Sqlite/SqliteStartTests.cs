using Edge.Gateway.Settings;
using Edge.Policy.Stores;
using Edge.Stores.Sqlite;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Edge.Tests.Stores.Sqlite;

/// <summary>What Edge does with a file that it cannot use: one line, and the file stays as it is.</summary>
public sealed class SqliteStartTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edge-sqlite-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_file_and_what_is_beside_it_are_for_their_owner_alone()
    {
        await using var edge = await StoreInFile.OpenAsync(At("new/edge.db"));
        await edge.Freezes.SetAsync(Policy.Freezes.FreezeTarget.All, "ann", null, default);
        if (OperatingSystem.IsWindows())
            return;
        foreach (var file in (string[])["edge.db", "edge.db-wal", "edge.db-shm"])
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(At($"new/{file}")));
    }

    [Fact]
    public async Task What_is_no_database_is_refused_and_stays()
    {
        await File.WriteAllTextAsync(At("edge.db"), new string('x', 5000));
        await AssertRefusedAsync("store_damaged");
        Assert.Equal(5000, new FileInfo(At("edge.db")).Length);
    }

    [Fact]
    public async Task A_damaged_database_is_refused_and_stays()
    {
        await (await StoreInFile.OpenAsync(At("edge.db"))).DisposeAsync();
        using (var file = File.OpenWrite(At("edge.db")))
        {
            file.Position = 4096;
            file.Write([.. Enumerable.Repeat((byte)0xFF, 8192)]);
        }

        var before = await File.ReadAllBytesAsync(At("edge.db"), CancellationToken.None);
        await AssertRefusedAsync("store_damaged");
        Assert.Equal(before, await File.ReadAllBytesAsync(At("edge.db"), CancellationToken.None));
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused()
    {
        Execute("CREATE TABLE theirs (id INTEGER)");
        await AssertRefusedAsync("store_of_another_program");
    }

    [Fact]
    public async Task A_store_of_a_newer_Edge_is_refused()
    {
        await (await StoreInFile.OpenAsync(At("edge.db"))).DisposeAsync();
        Execute("INSERT INTO versions (version, applied) VALUES (99, '')");
        await AssertRefusedAsync("store_newer_schema");
    }

    [Fact]
    public async Task A_store_of_another_key_is_refused()
    {
        await (await StoreInFile.OpenAsync(At("edge.db"), key: "theirs")).DisposeAsync();
        await AssertRefusedAsync("store_key_mismatch");
    }

    [Fact]
    public async Task A_locked_store_is_refused()
    {
        await (await StoreInFile.OpenAsync(At("edge.db"))).DisposeAsync();
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        command.ExecuteNonQuery();
        await AssertRefusedAsync("store_locked");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_refused_with_the_cure()
    {
        await File.WriteAllTextAsync(At("file"), "");
        var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => StoreInFile.OpenAsync(At("file/edge.db")));
        Assert.Equal("store_unwritable", refused.Code);
        Assert.Contains("Edge:Store:Path names another place", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x6969u, "NFS")]
    [InlineData(0xFF534D42u, "CIFS")]
    [InlineData(0xEF53u, null)]
    [InlineData(0x794C7630u, null)]
    [InlineData(0x01021997u, null)]
    public void Network_file_systems_are_known_by_their_number(uint kind, string? name) => Assert.Equal(name, FileSystems.NameOf(kind));

    [Fact]
    public async Task The_program_says_it_in_one_line_with_the_place()
    {
        await File.WriteAllTextAsync(At("edge.db"), new string('x', 5000));
        var refused = await Assert.ThrowsAsync<StartupException>(() => Hosting.EdgeHost.StartAsync(
            settings: [("Edge:Store:Kind", "sqlite"), ("Edge:Store:Path", At("edge.db"))]));
        var line = Assert.Single(refused.Lines);
        Assert.Contains("error store_damaged at Edge:Store:Path: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private async Task AssertRefusedAsync(string code)
    {
        var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => StoreInFile.OpenAsync(At("edge.db")));
        Assert.Equal(code, refused.Code);
        Assert.DoesNotContain('\n', refused.Message);
    }

    private SqliteConnection Open()
    {
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection($"Data Source={At("edge.db")};Pooling=False");
        connection.Open();
        return connection;
    }

    private void Execute(string text)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
