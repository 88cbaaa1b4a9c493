using Ledger.Identity;

namespace Ledger.Cli.Network;

/// <summary>Makes devices of a network directory, whose certificate authorities are in it too.</summary>
public static class DeviceFactory
{
    /// <summary>
    /// Makes a device's keys and has its organisation's authority certify them, unless that was done before.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="organisation">A member organisation.</param>
    /// <param name="name">Name of the device in it.</param>
    /// <param name="attributes">What the authority vouches for.</param>
    /// <param name="time">The clock for the certificates.</param>
    /// <returns>Whether the device is new.</returns>
    /// <exception cref="CommandException">There is such a device with other attributes.</exception>
    /// <exception cref="IdentityException">The authority refuses, or its files cannot be used.</exception>
    public static bool Ensure(
        LocalNetwork network, string organisation, string name, CertificateAttributes attributes, TimeProvider time)
    {
        var directory = network.Layout.Device(organisation, name);
        if (File.Exists(Path.Combine(directory, IdentityFiles.TlsCertificate)))
        {
            using var present = DeviceIdentity.Load(directory);
            return present.Certificate.Attributes.Equals(attributes) || attributes.Count == 0
                ? false
                : throw CommandException.Failed(
                    $"{present.Certificate.AccountName} exists with other attributes: {present.Certificate.Attributes}");
        }

        using var authority = CertificateAuthority.Load(network.Layout.Authority(organisation), time);
        Enrolment.Enrol(directory, authority, name, new EnrolmentTerms { Attributes = attributes });
        return true;
    }
}
