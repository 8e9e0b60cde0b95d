using System.Numerics;
using Edge.Policy.Calls;
using Edge.Policy.Documents;

namespace Edge.Policy.Tests.Limits;

/// <summary>
/// The limits of one count as one would explain them: a list of everything that was ever taken, and sums over it in whole numbers.
/// </summary>
/// <remarks>Amounts are in thousandths: the costs of the properties have at most three decimal places.</remarks>
internal sealed class LimitModel(CompiledLimit limit)
{
    private readonly List<Taken> _taken = [];

    /// <summary>Whether any permit of the model was ever given back.</summary>
    public bool GaveBack { get; private set; }

    /// <summary>All that was taken and not given back.</summary>
    public IReadOnlyList<Taken> All => _taken;

    public bool HasRoom(long now, decimal cost) => cost == 0 || limit.Algorithm switch
    {
        LimitAlgorithm.Fixed => Sum(t => t.At / Window == now / Window) + cost <= limit.Max,
        LimitAlgorithm.Sliding => Sum(t => t.At / (Window / 32) > now / (Window / 32) - 33) + cost <= limit.Max,
        LimitAlgorithm.Concurrency => Sum(t => t.Until > now) + cost <= limit.Max,
        _ => Level(now) + Scaled(cost) <= Scaled(limit.Capacity),
    };

    public Taken Take(long now, decimal cost)
    {
        _taken.Add(new Taken(now, cost));
        return _taken[^1];
    }

    public void GiveBack(Taken taken)
    {
        GaveBack = true;
        _taken.Remove(taken);
    }

    private long Window => limit.Window.Ticks;

    private decimal Sum(Func<Taken, bool> counts) => _taken.Where(counts).Sum(t => t.Cost);

    // A bucket's level after all of its history, in thousandths of a token times the window's ticks.
    private BigInteger Level(long now)
    {
        var (level, at) = (BigInteger.Zero, 0L);
        foreach (var taken in _taken)
        {
            level = BigInteger.Max(0, level - new BigInteger(limit.Max * 1000) * (taken.At - at)) + Scaled(taken.Cost);
            at = taken.At;
        }

        return BigInteger.Max(0, level - new BigInteger(limit.Max * 1000) * (now - at));
    }

    private BigInteger Scaled(decimal amount) => new BigInteger(amount * 1000) * Window;

    /// <summary>What one call took, and until when a concurrency permit is held.</summary>
    public sealed class Taken(long at, decimal cost)
    {
        public long At => at;

        public decimal Cost => cost;

        public long Until { get; set; } = long.MaxValue;
    }
}
