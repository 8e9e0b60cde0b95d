using System.Text;
using Edge.Gateway.Policies;
using Edge.Gateway.Reloading;
using Edge.Policy.Parsing;

namespace Edge.Admin.Policies;

/// <summary>Checks policies' texts and writes their files. Thread-safe.</summary>
/// <remarks>
/// To save: (1) the text is valid; (2) the file is still the one that was edited; (3) the new text is written beside it, with its
/// permissions, to the disk; (4) and takes its place in one step. A reader sees either of them, complete. The watcher activates it.
/// </remarks>
internal sealed class PolicyEditor(
    AdminSettings settings, PolicyChanges changes, LimitDigits digits, IHostEnvironment environment, TimeProvider clock) : IDisposable
{
    /// <summary>The longest text that is checked or saved, in bytes of UTF-8.</summary>
    public const int MaxBytes = 1 << 20;

    private const int ChecksAtOnce = 2;

    private static readonly AdminProblem Off = new(
        StatusCodes.Status403Forbidden, "policy_editing_off",
            "Policies are not edited here: set Edge:Admin:PolicyEditing to true to allow it.");

    private static readonly AdminProblem TooLong = new(
        StatusCodes.Status413PayloadTooLarge, "too_large", $"Send a policy of at most {MaxBytes} bytes.");

    private static readonly AdminProblem Conflict = new(
        StatusCodes.Status409Conflict, "revision_conflict",
            "The file is not of this revision any more: somebody else changed it. Load it again, and make your change there.");

    // Compiling a policy takes a processor for a while: it is the gateway's too.
    private readonly SemaphoreSlim _checks = new(ChecksAtOnce);
    private readonly SemaphoreSlim _saves = new(1);

    /// <summary>Whether policies may be saved at all.</summary>
    public bool MaySave => settings.PolicyEditing;

    /// <summary>Reads a text as the policy in the slot, and says what it would change.</summary>
    public async Task<(CheckAnswer? Answer, AdminProblem? Problem)> CheckAsync(PolicySlot slot, string text, CancellationToken cancellation)
    {
        if (Encoding.UTF8.GetByteCount(text) > MaxBytes)
            return (null, TooLong);
        await _checks.WaitAsync(cancellation);
        try
        {
            var (bytes, load, reading) = Read(slot, text);
            var answer = new CheckAnswer(
                load.Policy is not null,
                load.Revision![..12],
                [.. reading.Diagnostics.Select(DiagnosticAnswer.Of)],
                load.Policy is { } policy ? changes.Find(slot.Current, new PolicySnapshot(policy, clock.GetUtcNow()) { Text = bytes })
                    : null);
            return (answer, null);
        }
        finally
        {
            _checks.Release();
        }
    }

    /// <summary>Saves a text as the slot's file if that is still of <paramref name="revision"/>.</summary>
    /// <returns>The new revision, or why there is none; the mistakes where that is the text's fault.</returns>
    public async Task<(string? Revision, IReadOnlyList<DiagnosticAnswer> Diagnostics, AdminProblem? Problem)> SaveAsync(
        PolicySlot slot, string text, string revision, CancellationToken cancellation)
    {
        if (!settings.PolicyEditing)
            return (null, [], Off);
        if (Encoding.UTF8.GetByteCount(text) > MaxBytes)
            return (null, [], TooLong);
        await _saves.WaitAsync(cancellation);
        try
        {
            // 1: the text is good
            var (bytes, load, reading) = Read(slot, text);
            if (load.Policy is null)
                return (null, [.. reading.Diagnostics.Select(DiagnosticAnswer.Of)], null);

            // 2: the file is the one that was edited; 3, 4: beside it, and into its place
            AdminProblem? problem = null;
            FileRewrite.Apply(Path.Combine(environment.ContentRootPath, slot.Path), _ =>
            {
                var (there, unreadable) = PolicyLoader.Read(environment.ContentRootPath, slot.Path);
                problem = there is null ? Failed(unreadable!) : PolicyLoader.Revision(there) != revision ? Conflict : null;
                return problem is null ? bytes : null;
            });
            if (problem is not null)
                return (null, [], problem);
            return (load.Revision, [], null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, [], Failed($"{slot.Path}: {e.Message.TrimEnd('.')}"));
        }
        finally
        {
            _saves.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _checks.Dispose();
        _saves.Dispose();
    }

    private (byte[] Bytes, PolicyLoad Load, PolicyReading Reading) Read(PolicySlot slot, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return (bytes, PolicyLoader.Compile(slot.Name, slot.Path, bytes, digits), PolicyParser.Read(slot.Path, bytes, digits.Count));
    }

    private static AdminProblem Failed(string why) =>
        new(StatusCodes.Status500InternalServerError, "not_saved", $"The file could not be written: {why}.");
}
