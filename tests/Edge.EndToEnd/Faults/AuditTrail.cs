using System.Text.Json;

namespace Edge.EndToEnd.Faults;

/// <summary>What Edge recorded: every call by its argument <c>n</c>, where <see cref="Recording"/> was set.</summary>
internal sealed class AuditTrail
{
    private AuditTrail(IReadOnlyList<AuditedCall> calls, int others) => (Calls, Others) = (calls, others);

    /// <summary>The setting that makes the argument <c>n</c> part of the records.</summary>
    public static (string Key, string Value) Recording => ("Edge__Audit__Record__0", "args.n");

    /// <summary>Every decision, in order, with what became of it.</summary>
    public IReadOnlyList<AuditedCall> Calls { get; }

    /// <summary>How many records are about no call: acts of operators, and answers to approvals.</summary>
    public int Others { get; }

    /// <summary>The numbers of the calls that were forwarded, or of one tool's.</summary>
    public IEnumerable<int> Allowed(string? tool = null) => Numbers("allow", tool);

    /// <summary>The numbers of the calls that were denied.</summary>
    public IEnumerable<int> Denied(string? tool = null) => Numbers("deny", tool);

    /// <summary>Reads the records and has <c>edge audit verify</c> prove the chain; each decision must have one outcome.</summary>
    public static async Task<AuditTrail> ReadAsync(string folder)
    {
        await using (var verify = ChildProgram.Start("edge audit verify", Repository.Edge, ["audit", "verify", folder]))
        {
            var code = await verify.ExitAsync();
            Assert.True(code == 0, $"the chain is broken:\n{verify.Output}");
        }

        var calls = new Dictionary<string, AuditedCall>();
        var others = 0;
        foreach (var line in Directory.GetFiles(folder, "audit-*.jsonl").Order(StringComparer.Ordinal).SelectMany(File.ReadLines))
        {
            using var json = JsonDocument.Parse(line);
            var record = json.RootElement;
            var kind = record.GetProperty("kind").GetString();
            if (kind is not ("decision" or "outcome"))
            {
                others++;
                continue;
            }

            var id = record.GetProperty("decisionId").GetString()!;
            if (kind == "decision")
            {
                calls.Add(id, AuditedCall.Of(record));
                continue;
            }

            Assert.True(calls.TryGetValue(id, out var call), $"the outcome of {id} has no decision before it");
            Assert.True(call.Status is null, $"{id} has two outcomes");
            calls[id] = call with { Status = record.GetProperty("status").GetInt32() };
        }

        return new AuditTrail([.. calls.Values], others);
    }

    private IEnumerable<int> Numbers(string decision, string? tool) =>
        Calls.Where(call => call.Decision == decision && (tool is null || call.Tool == tool))
        .Select(call => call.Number ?? throw new InvalidDataException("a call without a number"));
}
