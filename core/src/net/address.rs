//! Judges whether an address may be dialled (SR-33).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// How far a host is trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trust {
    /// Any provider: public addresses only.
    Public,
    /// The operator has named this very host and port, or it is a literal loopback host in development mode: private and
    /// loopback addresses too. Link-local ones, where clouds keep their metadata services, never.
    Listed,
    /// A metadata service of a cloud, asked for what proves this machine to its key service: the fixed addresses of [`METADATA`], and loopback.
    Metadata,
}

/// Where clouds have the services that tell a machine its own credentials. Nobody but a key source asks there, by
/// [`NetPolicy::of_metadata`](super::NetPolicy::of_metadata).
const METADATA: [IpAddr; 5] = [
    IpAddr::V4(Ipv4Addr::new(169, 254, 169, 254)), // AWS EC2, Google Cloud, Azure
    IpAddr::V4(Ipv4Addr::new(169, 254, 170, 2)),   // AWS ECS
    IpAddr::V4(Ipv4Addr::new(169, 254, 170, 23)),  // AWS EKS Pod Identity
    IpAddr::V6(Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254)), // AWS EC2
    IpAddr::V6(Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x23)), // AWS EKS Pod Identity
];

/// Whether an address may be dialled.
pub(crate) fn may_dial(address: IpAddr, trust: Trust) -> bool {
    let is_public = || match address {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    };
    match trust {
        Trust::Public => is_public(),
        Trust::Listed => is_public() || is_private(address),
        Trust::Metadata => METADATA.contains(&address) || address.is_loopback(),
    }
}

/// IPv4 ranges that are not the public internet: the IANA special-purpose registry (RFC 6890), multicast, and one address that
/// is public by number only.
const BLOCKED_V4: &[([u8; 4], u32)] = &[
    ([0, 0, 0, 0], 8),        // this network (RFC 791); 0.0.0.0 reaches the machine itself
    ([10, 0, 0, 0], 8),       // private (RFC 1918)
    ([100, 64, 0, 0], 10),    // shared (RFC 6598)
    ([127, 0, 0, 0], 8),      // loopback (RFC 1122)
    ([168, 63, 129, 16], 32), // the host of an Azure machine, with its agent's secrets
    ([169, 254, 0, 0], 16),   // link-local (RFC 3927), with 169.254.169.254, the clouds' metadata service
    ([172, 16, 0, 0], 12),    // private (RFC 1918)
    ([192, 0, 0, 0], 24),     // protocol assignments (RFC 6890)
    ([192, 0, 2, 0], 24),     // documentation (RFC 5737)
    ([192, 88, 99, 0], 24),   // 6to4 relay (RFC 7526)
    ([192, 168, 0, 0], 16),   // private (RFC 1918)
    ([198, 18, 0, 0], 15),    // benchmarking (RFC 2544)
    ([198, 51, 100, 0], 24),  // documentation (RFC 5737)
    ([203, 0, 113, 0], 24),   // documentation (RFC 5737)
    ([224, 0, 0, 0], 4),      // multicast (RFC 5771)
    ([240, 0, 0, 0], 4),      // reserved (RFC 1112) and broadcast (RFC 8190)
];

/// Ranges within 2000::/3 that are not the public internet. All that lies outside 2000::/3 is refused as a whole: loopback,
/// unspecified, IPv4-mapped and -compatible, NAT64 (64:ff9b::/96, 64:ff9b:1::/48), discard-only, unique local, link-local,
/// site-local, multicast, and what is not assigned.
const BLOCKED_V6: &[([u16; 8], u32)] = &[
    ([0x2001, 0, 0, 0, 0, 0, 0, 0], 23), // protocol assignments, with Teredo 2001::/32 (RFC 4380) and ORCHID (RFC 7343)
    ([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], 32), // documentation (RFC 3849)
    ([0x2002, 0, 0, 0, 0, 0, 0, 0], 16), // 6to4 (RFC 3056): an IPv4 address in disguise
    ([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20), // documentation (RFC 9637)
];

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let bits = u32::from(ip);
    !BLOCKED_V4.iter().any(|(network, length)| same_prefix(bits.into(), u32::from(Ipv4Addr::from(*network)).into(), *length, 32))
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let bits = u128::from(ip);
    bits >> 125 == 1
        && !BLOCKED_V6.iter().any(|(network, length)| same_prefix(bits, Ipv6Addr::from(*network).into(), *length, 128))
}

fn same_prefix(a: u128, b: u128, length: u32, width: u32) -> bool {
    (a ^ b) >> (width - length) == 0
}

/// What an operator's own network is made of: RFC 1918, RFC 6598, loopback, unique local (RFC 4193).
fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(ip) => ip.is_private() || ip.is_loopback() || same_prefix(u32::from(ip).into(), 0x6440_0000, 10, 32),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocked_ranges_are_blocked_to_their_edges() {
        let blocked = "0.0.0.0 0.255.255.255 10.0.0.0 10.255.255.255 100.64.0.0 100.127.255.255 127.0.0.1 127.255.255.255 168.63.129.16 \
            169.254.0.0 169.254.169.254 169.254.255.255 172.16.0.0 172.31.255.255 192.0.0.0 192.0.0.255 192.0.2.1 192.88.99.1 \
            192.168.0.0 192.168.255.255 198.18.0.0 198.19.255.255 198.51.100.7 203.0.113.7 224.0.0.1 239.255.255.255 240.0.0.1 \
            255.255.255.255 :: ::1 ::2 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:8.8.8.8 64:ff9b::1 64:ff9b::7f00:1 \
            64:ff9b:1::1 64:ff9b:1:ffff::1 100::1 2001::1 2001:0:ffff::1 2001:2::1 2001:10::1 2001:20::1 2001:1ff:ffff::1 2001:db8::1 \
            2002::1 2002:7f00:1::1 2002:ffff::1 3fff::1 3fff:fff:ffff::1 4000::1 5f00::1 fc00::1 fdff::1 fd00:ec2::254 fe80::1 febf::1 \
            fec0::1 feff::1 ff00::1 ff02::1 ffff::1";
        for text in blocked.split_whitespace() {
            assert!(!may_dial(text.parse().unwrap(), Trust::Public), "{text}");
        }
        let public = "1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 168.63.129.15 168.63.129.17 \
            169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 192.0.1.0 192.0.3.0 192.88.98.255 192.167.255.255 192.169.0.0 198.17.255.255 \
            198.20.0.0 203.0.112.255 203.0.114.0 223.255.255.255 2000::1 2001:200::1 2001:4860:4860::8888 2001:db7::1 2001:db9::1 2003::1 \
            2606:4700::1111 2a00::1 3ffe::1 3fff:1000::1";
        for text in public.split_whitespace() {
            assert!(may_dial(text.parse().unwrap(), Trust::Public), "{text}");
        }
    }

    #[test]
    fn who_asks_for_metadata_reaches_its_fixed_addresses_and_nothing_else() {
        for text in "169.254.169.254 169.254.170.2 169.254.170.23 fd00:ec2::254 fd00:ec2::23 127.0.0.1 ::1".split_whitespace() {
            assert!(may_dial(text.parse().unwrap(), Trust::Metadata), "{text}");
        }
        for text in
            "169.254.169.253 169.254.170.3 169.254.1.1 10.0.0.1 8.8.8.8 168.63.129.16 fd00:ec2::1 fe80::1 2606:4700::1111 \
            ::ffff:169.254.169.254 0.0.0.0"
                .split_whitespace()
        {
            assert!(!may_dial(text.parse().unwrap(), Trust::Metadata), "{text}");
        }
    }

    #[test]
    fn a_listed_host_may_be_private_but_never_link_local() {
        for text in "10.1.2.3 172.16.0.1 192.168.1.1 100.64.0.1 127.0.0.1 ::1 fd00::1 8.8.8.8".split_whitespace() {
            assert!(may_dial(text.parse().unwrap(), Trust::Listed), "{text}");
        }
        for text in
            "0.0.0.0 169.254.169.254 168.63.129.16 224.0.0.1 255.255.255.255 :: fe80::1 ::ffff:127.0.0.1 ff02::1 192.0.2.1"
                .split_whitespace()
        {
            assert!(!may_dial(text.parse().unwrap(), Trust::Listed), "{text}");
        }
    }
}
