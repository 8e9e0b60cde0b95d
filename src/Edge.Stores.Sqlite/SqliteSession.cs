using Microsoft.Data.Sqlite;

namespace Edge.Stores.Sqlite;

/// <summary>One connection and its prepared statements. Parameters are <c>$1</c>, <c>$2</c> and so on. Not thread-safe.</summary>
internal sealed class SqliteSession(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    /// <summary>The connection.</summary>
    public SqliteConnection Connection => connection;

    /// <summary>Runs a statement; how many rows it changed.</summary>
    public int Execute(string text, params ReadOnlySpan<object?> values) => Command(text, values).ExecuteNonQuery();

    /// <summary>The first value of the first row; null without one.</summary>
    public object? Find(string text, params ReadOnlySpan<object?> values) =>
        Command(text, values).ExecuteScalar() is var value and not DBNull ? value : null;

    /// <summary>The first value of the first row, which is a number.</summary>
    public long Number(string text, params ReadOnlySpan<object?> values) => (long)(Find(text, values) ?? 0L);

    /// <summary>Reads rows; the reader must be disposed before the next statement.</summary>
    public SqliteDataReader Query(string text, params ReadOnlySpan<object?> values) => Command(text, values).ExecuteReader();

    /// <summary>Runs statements that are needed once.</summary>
    public void Run(string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var command in _commands.Values)
            command.Dispose();
        connection.Dispose();
    }

    private SqliteCommand Command(string text, ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(text, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = text;
            for (var i = 0; i < values.Length; i++)
                command.Parameters.Add(new SqliteParameter(string.Create(null, $"${i + 1}"), null));
            _commands.Add(text, command);
        }

        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }
}
