namespace Edge.Gateway.Stores;

/// <summary>Registered by a store that several processes share: they need the same key file.</summary>
internal interface ISharedStore;
