using Edge.Admin.Policies;
using Edge.Gateway.Callers;
using Edge.Gateway.Calls;
using Edge.Gateway.DecisionFeed;
using Edge.Gateway.Policies;
using Edge.Policy.Approvals;
using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Freezes;
using Edge.Policy.Limits;
using Edge.Policy.Stores;
using Yarp.ReverseProxy;

namespace Edge.Admin.Limits;

/// <summary>
/// Finds the counts of the active limits and asks the store how full they are; it takes nothing. Thread-safe.
/// </summary>
/// <remarks>
/// A shared store knows counts by hashes alone, so whose they could be comes from three places: (1) what the store itself can name, (2) the
/// calls kept in memory, (3) every known grant with every known tool. Then (4) the limit of each, and (5) the store's answer.
/// </remarks>
internal sealed class LimitList(
    PolicyCatalog policies,
    GrantCatalog grants,
    DecisionRing ring,
    ListedTools tools,
    IProxyStateLookup proxy,
    ILimitStore store,
    IFreezeStore freezes)
{
    /// <summary>How many counts are looked at for one answer.</summary>
    public const int MaxCounts = 5000;

    private const int AskedAtOnce = 100;

    /// <summary>Every count that something is taken of, or every one that is known, the fullest first.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async Task<LimitsAnswer> ListAsync(LimitFilter filter, CancellationToken cancellation)
    {
        var keys = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        // 1, 2: what was counted
        var isWhole = AddAll(keys, store.KeysHeld(MaxCounts)) && AddAll(keys, ring.CountKeys());
        // 3: what could be
        isWhole &= AddAll(keys, PossibleKeys());

        // 4: the limits
        var named = keys.Values.Select(Named).OfType<NamedCount>().Where(filter.Matches).ToList();

        // 5: how full they are
        var answers = new List<LimitAnswer>();
        foreach (var some in named.Chunk(AskedAtOnce))
            answers.AddRange(await AskAsync(some, cancellation));
        var asked = answers.Where(answer => filter.IncludesUnused || answer.Used > 0)
            .OrderByDescending(answer => answer.Used / answer.Max)
            .ThenBy(answer => answer.Policy, StringComparer.Ordinal)
            .ThenBy(answer => answer.Counter, StringComparer.Ordinal)
            .ThenBy(answer => string.Join(' ', answer.Scope.Select(scope => scope.Value)), StringComparer.Ordinal)
            .ToList();
        return new LimitsAnswer([.. asked.Skip(filter.Skip).Take(filter.Count)], asked.Count, isWhole, freezes.SurviveRestart);
    }

    private static bool AddAll(Dictionary<string, byte[]> keys, IEnumerable<byte[]> more)
    {
        foreach (var key in more)
        {
            if (keys.Count >= MaxCounts)
                return false;
            keys.TryAdd(Convert.ToHexString(key), key);
        }

        return true;
    }

    private IEnumerable<byte[]> PossibleKeys()
    {
        var callers = (grants.IsInForce ? grants.Current.Grants.Select(grant => grant.Id) : [])
            .Concat(ring.Newest().Select(decision => decision.Caller.GrantId))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var listed = proxy.GetClusters().SelectMany(cluster => tools.NamesOf(cluster.ClusterId)).Distinct(StringComparer.Ordinal).ToList();
        foreach (var slot in policies.Slots)
        {
            var policy = slot.Current.Policy;
            foreach (var tool in listed.Concat(PolicyDocuments.ExactTools(PolicyDocuments.Of(slot.Current)))
                .Distinct(StringComparer.Ordinal))
            {
                foreach (var charge in policy.ChargesOf(tool))
                {
                    foreach (var caller in callers)
                    {
                        if (CountName.Of(charge, caller, tool) is { } key)
                            yield return key;
                    }
                }
            }
        }
    }

    // Several rules may read one count: the one of its tool, if it names one, else the narrowest decides first.
    private NamedCount? Named(byte[] key)
    {
        NamedCount? narrowest = null;
        foreach (var slot in policies.Slots)
        {
            var policy = slot.Current.Policy;
            foreach (var charge in policy.Charges)
            {
                if (CountName.Read(charge, key) is not { } scope)
                    continue;
                if (scope.FirstOrDefault(part => part.Kind == "tool") is { Value: var tool } && !policy.ChargesOf(tool).Contains(charge))
                    continue;
                if (narrowest is null || charge.Limit.Capacity < narrowest.Limit.Capacity)
                    narrowest = new NamedCount(policy.Name, charge.Limit, scope, key);
            }
        }

        return narrowest;
    }

    private async Task<IEnumerable<LimitAnswer>> AskAsync(NamedCount[] counts, CancellationToken cancellation)
    {
        var charges = new ChargeList();
        foreach (var count in counts)
            charges.Add(count.Limit, charges.Append(count.Key), cost: 0);
        var reservation = Reservation.Of(charges);
        await store.LookAsync(reservation, cancellation);
        var answers = new List<LimitAnswer>();
        for (var i = 0; i < counts.Length; i++)
            answers.Add(Answer(counts[i], reservation.Statuses[i]));
        reservation.Recycle();
        return answers;
    }

    private static LimitAnswer Answer(NamedCount count, in LimitStatus status)
    {
        var used = count.Limit.Capacity - status.Remaining;
        return new LimitAnswer
        {
            Policy = count.Policy,
            Counter = count.Limit.Counter,
            Scope = count.Scope,
            Algorithm = AlgorithmWord(count.Limit.Algorithm),
            WindowSeconds = count.Limit.Window.TotalSeconds,
            Used = used,
            Max = count.Limit.Capacity,
            State = (status.Remaining == 0 ? LimitState.Over : status.State).ToSlug(),
            ResetAt = used > 0 ? status.ResetAt : null,
            Mode = (count.Limit.Shadow ? PolicyMode.Shadow : PolicyMode.Enforce).ToSlug(),
            Rule = count.Limit.Rule,
        };
    }

    private static string AlgorithmWord(LimitAlgorithm algorithm) => algorithm switch
    {
        LimitAlgorithm.Fixed => "fixed",
        LimitAlgorithm.Sliding => "sliding",
        LimitAlgorithm.TokenBucket => "token_bucket",
        LimitAlgorithm.Concurrency => "concurrency",
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "A new algorithm needs a word."),
    };
}
