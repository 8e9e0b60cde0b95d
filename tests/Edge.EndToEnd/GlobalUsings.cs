global using Repository = Edge.Testing.Repository;
global using Xunit;
