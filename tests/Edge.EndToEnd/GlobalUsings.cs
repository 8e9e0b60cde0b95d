global using Edge.Testing.Running;
global using Repository = Edge.Testing.Repository;
global using Xunit;
