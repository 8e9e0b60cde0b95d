using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Edge.Testing.Postgres;

/// <summary>A real PgBouncer in transaction mode before a PostgreSQL, on a free loopback port; ended by its process id.</summary>
public sealed class PoolerServer : IAsyncDisposable
{
    private const string Program = "/usr/sbin/pgbouncer";

    private readonly DirectoryInfo _folder;
    private readonly Process _process;
    private readonly int _port;

    private PoolerServer(DirectoryInfo folder, Process process, int port) => (_folder, _process, _port) = (folder, process, port);

    /// <summary>Starts one before the server that a connection string names; <paramref name="settings"/> are further lines.</summary>
    public static async Task<PoolerServer> StartAsync(string connectionString, string settings = "")
    {
        var target = new Npgsql.NpgsqlConnectionStringBuilder(connectionString);
        var (folder, port) = (Directory.CreateTempSubdirectory("edge-pgbouncer-"), FreePort.Next());
        var users = Path.Combine(folder.FullName, "users.txt");
        var file = Path.Combine(folder.FullName, "pgbouncer.ini");
        await File.WriteAllTextAsync(users, $"\"{target.Username}\" \"\"\n");
        await File.WriteAllTextAsync(file, string.Create(CultureInfo.InvariantCulture, $"""
            [databases]
            * = host={target.Host} port={target.Port} user={target.Username}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = any
            auth_file = {users}
            pool_mode = transaction
            {settings}

            """));
        string[] arguments = Environment.IsPrivilegedProcess ? ["-u", "postgres", file] : [file];
        if (Environment.IsPrivilegedProcess)
        {
            using var own = Process.Start("chown", ["-R", "postgres", folder.FullName]);
            await own.WaitForExitAsync();
        }

        try
        {
            var process = Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardError = true })
                ?? throw new InvalidOperationException($"'{Program}' cannot be started");
            process.BeginErrorReadLine();
            var pooler = new PoolerServer(folder, process, port);
            await Deadline.Until(pooler.AnswersAsync, "PgBouncer answers");
            return pooler;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException(
                $"PgBouncer is not installed: '{Program}' cannot be started (install it with 'apt-get install pgbouncer', or run 'make test' "
                + "as root)", e);
        }
    }

    /// <summary>The connection string that leads through it.</summary>
    public string Through(string connectionString) =>
        new Npgsql.NpgsqlConnectionStringBuilder(connectionString) { Port = _port }.ConnectionString;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(Deadline.Token);
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        if (_process.HasExited)
            throw new InvalidOperationException($"PgBouncer ended with code {_process.ExitCode}");
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", _port, Deadline.Token);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
