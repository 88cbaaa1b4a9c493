namespace Ledger.Node.Tests;

public sealed class NodeConfigurationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ledger-node-tests-").FullName;

    private string ConfigurationFile => Path.Combine(_folder, "node.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Paths_are_relative_to_the_file()
    {
        Write("127.0.0.1:5001").Save(ConfigurationFile);

        var read = NodeConfiguration.Load(ConfigurationFile);

        Assert.Equal(Path.Combine(_folder, "genesis.json"), read.Genesis);
        Assert.Equal(Path.Combine(_folder, "data"), read.Data);
    }

    [Theory]
    [InlineData("localhost:5001")]
    [InlineData("127.0.0.1")]
    [InlineData("nonsense")]
    public void An_address_to_listen_on_is_an_ip_address_and_a_port(string listen)
    {
        Write(listen).Save(ConfigurationFile);

        var error = Assert.Throws<NodeConfigurationException>(() => NodeConfiguration.Load(ConfigurationFile));

        Assert.Contains($"'{listen}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("""{"name": "node1"}""")]
    [InlineData("""{"name": "node1", "surprise": 1}""")]
    public void What_is_no_configuration_is_one_line(string content)
    {
        File.WriteAllText(ConfigurationFile, content);

        var error = Assert.Throws<NodeConfigurationException>(() => NodeConfiguration.Load(ConfigurationFile));

        Assert.DoesNotContain('\n', error.Message);
        Assert.Contains(ConfigurationFile, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var error = Assert.Throws<NodeConfigurationException>(() => NodeConfiguration.Load(ConfigurationFile));

        Assert.Contains(ConfigurationFile, error.Message, StringComparison.Ordinal);
    }

    private static NodeConfiguration Write(string listen) => new()
    {
        Name = "node1", Genesis = "genesis.json", Identity = ".", Data = "data", Listen = listen, Peers = [],
    };
}
