using Edge.Policy.Limits.Counting;
using Npgsql;

namespace Edge.Stores.Postgres;

// Calls that want the same are one question: most groups are made of such.
internal sealed partial class Take
{
    // As much of them as there can be in a group is exact in a decimal.
    private const decimal MostAlike = 1_000_000_000_000;
    private const int PlacesAlike = 10;

    /// <summary>
    /// Asks for calls that are alike as for one that costs as much as all of them; the time of the answer, or null if there is room for
    /// some of them and not for all: then nothing was taken, and each has to be asked for.
    /// </summary>
    public static async Task<long?> AskAlikeAsync(NpgsqlDataSource source, IReadOnlyList<Take> takes, long edge, long floor, long lease)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(takes[0].Command(edge, floor, lease, [], takes.Count));
        foreach (var take in takes)
            take.WasAsked = true;
        await using var reader = await batch.ExecuteReaderAsync();
        var (now, isFull) = (0L, false);
        for (var i = 0; i < takes[0]._keys.Length; i++)
        {
            if (!await reader.ReadAsync())
                throw new InvalidOperationException("the database answered for fewer counts than it was asked for");
            now = ReadAlike(reader, takes, i, ref isFull);
        }

        // Only now is it committed.
        while (await reader.NextResultAsync())
        {
        }

        return takes[0]._reservation.IsTaken || isFull ? now : null;
    }

    /// <summary>Whether calls want the same of the same counts, so that one question can be asked for all.</summary>
    public static bool AreAlike(IReadOnlyList<Take> takes)
    {
        var first = takes[0];
        for (var i = 0; i < first._keys.Length; i++)
        {
            if (first._shadow[i] || first._permits[i] != 0 || first._costs[i] is <= 0 or > MostAlike
                || first._costs[i] != decimal.Round(first._costs[i], PlacesAlike))
                return false;
        }

        for (var i = 1; i < takes.Count; i++)
        {
            if (!IsAlike(first, takes[i]))
                return false;
        }

        return true;
    }

    private static bool IsAlike(Take one, Take other)
    {
        if (!one._locks.AsSpan().SequenceEqual(other._locks) || !one._costs.AsSpan().SequenceEqual(other._costs)
            || !one._capacities.AsSpan().SequenceEqual(other._capacities) || !one._maxima.AsSpan().SequenceEqual(other._maxima)
            || !one._windows.AsSpan().SequenceEqual(other._windows) || !one._algorithms.AsSpan().SequenceEqual(other._algorithms)
            || !one._shadow.AsSpan().SequenceEqual(other._shadow))
            return false;
        for (var i = 0; i < one._keys.Length; i++)
        {
            if (!one._keys[i].AsSpan().SequenceEqual(other._keys[i]))
                return false;
        }

        return true;
    }

    // One after the other, as the database would have taken.
    private static long ReadAlike(NpgsqlDataReader reader, IReadOnlyList<Take> takes, int index, ref bool isFull)
    {
        var limit = takes[0]._reservation.Counts[index].Limit;
        var (at, state, algorithm) = (reader.GetInt64(4), StateOf(reader, limit), CountAlgorithm.Of(limit.Algorithm));
        var used = algorithm.Advance(ref state, limit, at);
        isFull |= !CountAlgorithm.HasRoom(used, takes[0]._costs[index], takes[0]._capacities[index]);
        foreach (var take in takes)
            used = take.Apply(reader, index, algorithm, ref state, used, at);
        return reader.GetInt64(0);
    }
}
