using System.Numerics;
using Ledger.Contracts.Grid;

namespace Ledger.Contracts.Tests.Grid;

/// <summary>
/// Full AC power flow of a radial feeder by backward and forward sweeps of branch currents, in floating point: the judge
/// of the linear model.
/// </summary>
internal sealed class AcSweep
{
    public AcSweep(SpanningTree tree)
    {
        var network = tree.Network;
        var slack = new Complex(network.SlackMilliVolt / 1000.0, 0);
        Volt = Enumerable.Repeat(slack, network.Buses.Length).ToArray();
        for (var round = 0; round < 200; round++)
        {
            // Line-to-line voltages and three-phase power: currents scaled by the square root of 3 cancel out.
            var currents = new Complex[Volt.Length];
            LossW = 0;
            foreach (var bus in tree.Order.Reverse())
            {
                currents[bus] += Complex.Conjugate(
                    new Complex(network.Buses[bus].ActiveW, network.Buses[bus].ReactiveVar) / Volt[bus]);
                if (tree.ParentBranch[bus] >= 0)
                {
                    currents[tree.ParentOf(bus)] += currents[bus];
                }
            }

            foreach (var bus in tree.Order.Where(b => tree.ParentBranch[b] >= 0))
            {
                var branch = network.Branches[tree.ParentBranch[bus]];
                var impedance = new Complex(branch.ResistanceMicroOhm, branch.ReactanceMicroOhm) / 1e6;
                Volt[bus] = Volt[tree.ParentOf(bus)] - (impedance * currents[bus]);
                LossW += impedance.Real * currents[bus].Magnitude * currents[bus].Magnitude;
            }
        }

        Nominal = network.NominalMilliVolt / 1000.0;
    }

    public Complex[] Volt { get; }

    public double LossW { get; }

    public double Nominal { get; }

    public double PerUnit(int bus) => Volt[bus].Magnitude / Nominal;
}
