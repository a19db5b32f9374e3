"""Addresses of the internet, as far as they tell one household or office from another."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Network, ip_address

# Providers give each customer a /64 or more of it: RFC 6177.
HOUSEHOLD = 64


def network_of(viewer: str) -> str:
    """Return the IPv4 address ``viewer``, or of an IPv6 address its /64: ``2001:db8:1:2::/64``. Raises ValueError."""
    address = ip_address(viewer)
    if isinstance(address, IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(IPv6Network((address.packed, HOUSEHOLD), strict=False))
