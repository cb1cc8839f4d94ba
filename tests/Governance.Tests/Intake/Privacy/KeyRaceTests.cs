using Governance.Server.Audit.Signing;
using Governance.Server.Intake;

namespace Governance.Tests.Intake.Privacy;

/// <summary>Nodes that start at the same moment on one empty folder end with one key.</summary>
public sealed class KeyRaceTests : IDisposable
{
    private const int Nodes = 8;

    private readonly string _folder = Directory.CreateTempSubdirectory("governance-keys-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Nodes_that_start_at_once_give_a_deployment_one_id() =>
        Started(folder => InstallationKey.Open(folder).DeploymentOf("support").Value);

    [Fact]
    public void Nodes_that_start_at_once_sign_one_log() => Started(folder =>
    {
        using var signer = SigningKey.Open(folder, origin: null);
        return $"{signer.Key.Name} {signer.Key.Id}";
    });

    /// <summary>Twenty folders, each opened by all nodes behind one gate; a lost race leaves no draft either.</summary>
    private void Started(Func<string, string> open)
    {
        foreach (var round in Enumerable.Range(0, 20))
        {
            var folder = Path.Combine(_folder, $"{round}");
            using var gate = new Barrier(Nodes);
            var opened = new string[Nodes];
            var nodes = Enumerable.Range(0, Nodes)
                .Select(node => new Thread(() =>
                {
                    gate.SignalAndWait();
                    opened[node] = open(folder);
                }))
                .ToList();
            nodes.ForEach(node => node.Start());
            nodes.ForEach(node => node.Join());
            opened.Distinct().ShouldHaveSingleItem();
            Directory.EnumerateFiles(folder).ShouldHaveSingleItem();
        }
    }
}
