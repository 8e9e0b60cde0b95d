using Edge.Policy.Stores;
using Microsoft.Data.Sqlite;

namespace Edge.Stores.Sqlite;

/// <content>The thread that writes.</content>
internal sealed partial class SqliteDatabase
{
    private void Write()
    {
        var batch = new List<SqliteWork>(AtOnce);
        while (true)
        {
            bool tick;
            lock (_gate)
            {
                while (_queue.Count == 0 && !_tick && !_stopping)
                    Monitor.Wait(_gate);
                if (_killed || (_queue.Count == 0 && _stopping))
                    break;
                while (batch.Count < AtOnce && _queue.TryDequeue(out var work))
                    batch.Add(work);
                (tick, _tick) = (_tick, false);
            }

            if (tick && _failed)
                Probe();
            else if (tick)
                LookForOthers();
            if (batch.Count > 0)
                Do(batch);
            batch.Clear();
        }

        foreach (var left in _queue)
            Fail(left, Away(null));
    }

    private void Do(List<SqliteWork> batch)
    {
        if (_failed)
        {
            foreach (var work in batch)
                Fail(work, Away(null));
            return;
        }

        if (TryDo(batch) is not { } problem)
            return;
        if (batch.Count > 1 && !IsOutage(problem))
        {
            // One of them is at fault; the others must not suffer for it.
            foreach (var work in batch)
            {
                if (TryDo([work]) is { } own)
                    FailOne(work, own);
            }

            return;
        }

        foreach (var work in batch)
            FailOne(work, problem);
    }

    private Exception? TryDo(List<SqliteWork> batch)
    {
        try
        {
            Transact(session =>
            {
                foreach (var work in batch)
                    work.Run(session);
            });
        }
        catch (Exception e) when (IsFailure(e) || IsOfTheWork(e))
        {
            return e;
        }

        foreach (var work in batch)
        {
            work.Committed();
            Answered(work);
        }

        return null;
    }

    private void FailOne(SqliteWork work, Exception problem)
    {
        if (!IsOutage(problem))
        {
            Log.Refused(_logger, work.Operation, problem.Message);
            work.Failed(new StoreUnavailableException("the store refused a question", problem) { Problem = StoreProblem.Refused });
            Answered(work);
            return;
        }

        if (!_failed)
            BeginOutage(problem);
        Fail(work, Away(problem));
    }

    private void Fail(SqliteWork work, StoreUnavailableException problem)
    {
        if (work.IsPatient && !_stopping)
            _postponed.Add(work);
        else
            work.Failed(problem);
        if (IsMeasured(work))
            _metrics?.StoreFailed(work.Operation);
        Answered(work);
    }

    private void Answered(SqliteWork work)
    {
        if (IsMeasured(work))
            _metrics?.StoreAnswered(work.Operation, work.Asked);
    }

    // Numbers that have no sum, a state that cannot be: the thread goes on for all the others.
    private static bool IsOfTheWork(Exception e) => e is OverflowException or ArgumentException
        or InvalidOperationException and not ObjectDisposedException;

    // What the data brought about says nothing of the next question; everything else is the file's own state.
    private static bool IsOutage(Exception e) => !IsOfTheWork(e) && e is not SqliteException
    {
        SqliteErrorCode: SQLitePCL.raw.SQLITE_CONSTRAINT or SQLitePCL.raw.SQLITE_TOOBIG or SQLitePCL.raw.SQLITE_MISMATCH
            or SQLitePCL.raw.SQLITE_RANGE or SQLitePCL.raw.SQLITE_ERROR
    };

    private void BeginOutage(Exception problem)
    {
        _failed = true;
        _failedAt = _clock.GetTimestamp();
        _isTold = _toldAt is not { } at || _clock.GetElapsedTime(at) >= s_tellAgain;
        if (!_isTold)
            return;
        _toldAt = _failedAt;
        Log.Unavailable(_logger, Path, problem.Message);
    }

    // Writes, as calls do: a disk that is full answers questions.
    private void Probe()
    {
        try
        {
            // What has been committed moves into the file: then the log that fills a disk begins anew.
            _writer.Run("PRAGMA wal_checkpoint(TRUNCATE)");
            Transact(static session => session.Execute("UPDATE state SET latest = latest"));
        }
        catch (Exception e) when (IsFailure(e))
        {
            return;
        }

        _failed = false;
        if (_isTold)
            Log.Available(_logger, _clock.GetElapsedTime(_failedAt).TotalSeconds);
        SqliteWork[] postponed = [.. _postponed];
        _postponed.Clear();
        Do([.. postponed]);
    }

    // 1 has anybody written? 2 who has the file open? 3 nobody else any more: alone again 4 somebody new: make way
    private void LookForOthers()
    {
        try
        {
            // 1
            var version = _writer.Number("PRAGMA data_version");
            if (version == _version && !_isShared)
                return;
            _version = version;

            // 2
            var others = _processes.Others(_writer);
            var living = others.Where(_processes.IsAlive).ToList();

            // 3
            if (_isShared && living.Count == 0)
                Change(share: false);
            else if (others.Count > living.Count)
                Transact(session => _processes.Living(session));

            // 4
            if (living.Count == 0 || living[^1] <= _newest)
                return;
            if (_isShared)
                Transact(_processes.MakeWay);
            else
                Change(share: true);
            _newest = living[^1];
        }
        catch (Exception e) when (IsFailure(e))
        {
            BeginOutage(e);
        }
    }

    private void Change(bool share)
    {
        foreach (var part in _parts)
            part.BeginChange();
        var changed = false;
        try
        {
            Transact(session =>
            {
                // Somebody may have come since: then this process is not alone.
                if (!share && _processes.Living(session).Count > 0)
                    return;
                foreach (var part in _parts)
                {
                    if (share)
                        part.Share(session);
                    else
                        part.Own(session);
                }

                if (share)
                    _processes.MakeWay(session);
                changed = true;
            });
            if (changed)
                _isShared = share;
        }
        catch (Exception e) when (IsFailure(e))
        {
            changed = false;
            throw;
        }
        finally
        {
            EndChanges(changed);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(720, LogLevel.Error, "The store {Path} cannot be used: {Problem}", EventName = nameof(Unavailable))]
        public static partial void Unavailable(ILogger logger, string path, string problem);

        [LoggerMessage(721, LogLevel.Warning, "The store can be used again, after {Seconds:0.0} s.", EventName = nameof(Available))]
        public static partial void Available(ILogger logger, double seconds);

        [LoggerMessage(722, LogLevel.Error, "The store refused {Operation}: {Problem}", EventName = nameof(Refused))]
        public static partial void Refused(ILogger logger, StoreOperation operation, string problem);
    }
}
