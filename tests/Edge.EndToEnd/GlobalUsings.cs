global using Edge.Testing.Running;
global using Xunit;
global using Repository = Edge.Testing.Repository;
