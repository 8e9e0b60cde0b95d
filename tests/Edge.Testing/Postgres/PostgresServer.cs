using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Edge.Testing.Postgres;

/// <summary>
/// A real PostgreSQL in a folder of its own on a free loopback port, started by the tests and ended by its process id. It never runs as
/// root.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Installed = "/usr/lib/postgresql";
    private const string User = "edge";

    private readonly DirectoryInfo _folder;
    private readonly string _programs;
    private readonly int _port = FreePort.Next();
    private Process? _process;
    private int _databases;

    private PostgresServer(DirectoryInfo folder, string programs) => (_folder, _programs) = (folder, programs);

    /// <summary>Makes a cluster and starts it. <paramref name="durable"/>: as in operation, instead of as fast as it goes.</summary>
    public static async Task<PostgresServer> StartNewAsync(bool durable = false)
    {
        var server = new PostgresServer(Directory.CreateTempSubdirectory("edge-postgres-"), FindPrograms());
        try
        {
            await server.InitializeAsync(durable);
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A connection string for <paramref name="database"/>.</summary>
    public string ConnectionString(string database) => $"Host=127.0.0.1;Port={_port};Username={User};Database={database}";

    /// <summary>A connection string for a new, empty database.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync(ConnectionString("postgres"), $"CREATE DATABASE {name} TEMPLATE template0");
        return ConnectionString(name);
    }

    /// <summary>Runs statements.</summary>
    public static async Task ExecuteAsync(string connectionString, string text)
    {
        await using var connection = new NpgsqlConnection($"{connectionString};Pooling=false");
        await connection.OpenAsync(Deadline.Token);
        await using var command = new NpgsqlCommand(text, connection);
        await command.ExecuteNonQueryAsync(Deadline.Token);
    }

    /// <summary>The one value of a query.</summary>
    public static async Task<T> QueryAsync<T>(string connectionString, string text)
    {
        await using var connection = new NpgsqlConnection($"{connectionString};Pooling=false");
        await connection.OpenAsync(Deadline.Token);
        await using var command = new NpgsqlCommand(text, connection);
        return (T)(await command.ExecuteScalarAsync(Deadline.Token))!;
    }

    /// <summary>Starts the server, if it does not run, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        if (_process is { HasExited: false })
            return;
        _process = Run("postgres", "-D", Data);
        var end = TimeProvider.System.GetTimestamp() + (long)(Deadline.Limit.TotalSeconds * TimeProvider.System.TimestampFrequency);
        while (true)
        {
            try
            {
                await QueryAsync<int>(ConnectionString("postgres"), "SELECT 1");
                return;
            }
            catch (NpgsqlException e)
            {
                if (_process.HasExited)
                    throw new InvalidOperationException($"PostgreSQL ended with code {_process.ExitCode}; it "
                        + $"said:\n{await Said(_process)}", e);
                if (TimeProvider.System.GetTimestamp() > end)
                    throw new TimeoutException($"PostgreSQL did not answer within {Deadline.Limit.TotalSeconds:0} s.", e);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    /// <summary>Ends the server as an administrator in a hurry would: connections are cut, what was committed stays.</summary>
    public async Task StopAsync()
    {
        if (_process is not { } process)
            return;
        _process = null;
        if (!process.HasExited)
        {
            using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            await process.WaitForExitAsync(Deadline.Token);
        }

        process.Dispose();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Delete(recursive: true);
    }

    private string Data => Path.Combine(_folder.FullName, "data");

    private async Task InitializeAsync(bool durable)
    {
        if (Environment.IsPrivilegedProcess)
            await FinishAsync(Start("chown", ["postgres", _folder.FullName]));
        await FinishAsync(Run("initdb", "-D", Data, "-U", User, "--auth=trust", "--no-sync", "--no-locale", "--encoding=UTF8"));
        await File.AppendAllTextAsync(Path.Combine(Data, "postgresql.conf"), $"""
            listen_addresses = '127.0.0.1'
            port = {_port}
            unix_socket_directories = ''
            max_connections = 200
            shared_buffers = 128MB
            log_min_messages = fatal
            log_min_error_statement = panic
            fsync = {(durable ? "on" : "off")}
            full_page_writes = {(durable ? "on" : "off")}

            """);
    }

    // PostgreSQL refuses to run as root.
    private Process Run(string program, params string[] arguments)
    {
        var file = Path.Combine(_programs, program);
        return Environment.IsPrivilegedProcess
            ? Start("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", file, .. arguments])
            : Start(file, arguments);
    }

    private Process Start(string file, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardError = true,
            RedirectStandardOutput = true
        };
        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException($"'{file}' cannot be started");
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"'{file}' cannot be started: {e.Message}", e);
        }
    }

    private static async Task FinishAsync(Process process)
    {
        using (process)
        {
            var said = await Said(process);
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"'{process.StartInfo.FileName}' ended with code {process.ExitCode}; it said:\n{said}");
        }
    }

    private static async Task<string> Said(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(Deadline.Token);
        return await output + error;
    }

    private static string FindPrograms()
    {
        var newest = Directory.Exists(Installed)
            ? new DirectoryInfo(Installed).GetDirectories()
                .Where(d => File.Exists(Path.Combine(d.FullName, "bin", "initdb")))
                .MaxBy(d => int.TryParse(d.Name, CultureInfo.InvariantCulture, out var version) ? version : 0)
            : null;
        return newest is not null
            ? Path.Combine(newest.FullName, "bin")
            : throw new InvalidOperationException($"PostgreSQL is not installed: there is no initdb under {Installed} (install it with "
            + $"'apt-get install postgresql', or run 'make test' as root)");
    }
}
