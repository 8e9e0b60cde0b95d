namespace Edge.Gateway.Audit;

/// <content>What the loop does from time to time.</content>
internal sealed partial class AuditWriter
{
    // 4: the folder
    private void Look()
    {
        _folder!.Look();
        TellGone();
    }

    private void TellGone()
    {
        if (_folder!.TakeGone())
            Log.Gone(_logger);
    }

    // 5: the head
    private void ExportHead()
    {
        var head = Head;
        if (head == _exported)
            return;
        _folder!.WriteHead(head);
        TellGone();
        _exported = head;
        Log.Head(_logger, head.Count, head.Mac);
    }

    private void RemoveOld()
    {
        try
        {
            var removed = AuditRetention.Apply(_path, _settings, DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime), _key);
            if (removed > 0)
                Log.Removed(_logger, removed);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Log.NotRemoved(_logger, e.Message);
        }
    }
}
