using Ledger.Cli.Chaincode;
using Ledger.Cli.Network;
using Ledger.Primitives;
using Ledger.Runtime;

namespace Ledger.Cli.Tests;

/// <summary>The author's commands as far as they need no build and no network; the rest is in the tutorial's test.</summary>
public sealed class ChaincodeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ledger-chaincode-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task NewWritesAProjectAndNeverOverAnother()
    {
        var directory = Path.Combine(_folder, "bread-shop");
        var made = (await Run.OfAsync("chaincode", "new", "bread-shop", "--dir", directory)).IsOk();
        Assert.Contains("BreadShopContract.cs", made.Output, StringComparison.Ordinal);
        var contract = await File.ReadAllTextAsync(
            Path.Combine(directory, "contract", "BreadShopContract.cs"), TestContext.Current.CancellationToken);
        Assert.Contains("[Contract(\"bread-shop\")]", contract, StringComparison.Ordinal);
        Assert.DoesNotContain("{Name}", contract, StringComparison.Ordinal);

        (await Run.OfAsync("chaincode", "new", "bread-shop", "--dir", directory)).FailsWith(2, "is not empty");
        (await Run.OfAsync("chaincode", "new", "Shop", "--dir", directory)).FailsWith(2, "'Shop' cannot name a contract");
    }

    [Fact]
    public async Task CheckListsTheFunctionsAndRefusesWhatIsNoAssembly()
    {
        var accepted = (await Run.OfAsync("chaincode", "check", ContractInstaller.ShippedPackage)).IsOk();
        Assert.Contains("accepted: ", accepted.Output, StringComparison.Ordinal);
        Assert.Contains("  balance(", accepted.Output, StringComparison.Ordinal);

        var broken = Path.Combine(_folder, "broken.dll");
        File.WriteAllBytes(broken, [1, 2, 3]);
        (await Run.OfAsync("chaincode", "check", broken)).FailsWith(1, "broken.dll is refused: ");
        (await Run.OfAsync("chaincode", "check", Path.Combine(_folder, "absent"))).FailsWith(2, "no assembly and no project");
        (await Run.OfAsync("chaincode", "pack", ContractInstaller.ShippedPackage)).FailsWith(2, "name a project");
    }

    [Fact]
    public async Task RunSaysWhatIsWrongWithACall()
    {
        var shipped = ContractInstaller.ShippedPackage;
        (await Run.OfAsync("chaincode", "run", shipped, "balance")).FailsWith(2, "is not contract.function");
        (await Run.OfAsync("chaincode", "run", shipped, "wallet.absent")).FailsWith(2, "has no function 'absent'");
        (await Run.OfAsync("chaincode", "run", shipped, "wallet.balance")).FailsWith(2, "takes");
        (await Run.OfAsync("chaincode", "run", shipped, "wallet.balance", "a", "--attribute", "role"))
            .FailsWith(2, "'role' is not an attribute");
    }

    [Fact]
    public void APackageFileComesBackAndADamagedOneIsTold()
    {
        var package = new PackageFile("Shop", Digest.Of([1]), "shop\n", new byte[] { 1, 2, 3 });
        var bytes = package.Encode();
        var read = PackageFile.Decode(bytes, "f");
        Assert.Equal((package.Name, package.SourceHash, package.Manifest), (read.Name, read.SourceHash, read.Manifest));
        Assert.Equal(package.Hash, read.Hash);
        Assert.False(PackageFile.IsPackage("MZ"u8));
        Assert.Throws<CommandException>(() => PackageFile.Decode(bytes.AsSpan(0, bytes.Length - 1), "f"));
        Assert.Throws<CommandException>(() => PackageFile.Decode([.. bytes, 0], "f"));
    }

    [Fact]
    public void TheSourceHashCoversNamesAndContentsButNotWhatBuildsLeave()
    {
        Write("a.cs", "one");
        Write("sub/b.cs", "two");
        var hash = SourceTree.Hash(_folder);
        Write("obj/c.cs", "left by a build");
        Write("readme.txt", "not code");
        Assert.Equal(hash, SourceTree.Hash(_folder));
        Assert.Equal(["a.cs", "sub/b.cs"], SourceTree.Files(_folder));

        Write("a.cs", "other");
        Assert.NotEqual(hash, SourceTree.Hash(_folder));
        Write("a.cs", "one");
        File.Move(Path.Combine(_folder, "sub", "b.cs"), Path.Combine(_folder, "b.cs"));
        Assert.NotEqual(hash, SourceTree.Hash(_folder));
    }

    [Fact]
    public void TheStateFileKeepsContractsAndLeavesTheLedgersOwnKeysOut()
    {
        var file = Path.Combine(_folder, "state");
        var state = new LocalState();
        state.Set([.. "shop\0k"u8], [1]);
        state.Set([.. "identity\0cell1/admin"u8], [2]);
        StateFile.Save(state, file);
        var read = new LocalState();
        StateFile.Load(read, file);
        Assert.Equal(1, read.Count);
        Assert.Equal([1], read.Get("shop\0k"u8));

        File.WriteAllBytes(file, [1, 2]);
        Assert.Throws<CommandException>(() => StateFile.Load(read, file));
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
