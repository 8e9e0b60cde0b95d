using Edge.Stores;

namespace Edge.Tests.Stores;

public sealed class MemoryFreezesTests : FreezesContract
{
    private protected override Task<IFreezes> OpenAsync() => Task.FromResult<IFreezes>(new MemoryFreezes(TimeProvider.System));
}
