"""An address as a lock knows it: one IPv4 address, or the /64 that a household has."""

from __future__ import annotations

import pytest

from chalicelib.domain.networks import network_of


@pytest.mark.parametrize(
    ("viewer", "network"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:0DB8:0001:0002::", "2001:db8:1:2::/64"),
        ("2001:db8::1", "2001:db8::/64"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("::1", "::/64"),
    ],
)
def test_one_household_is_one_address(viewer: str, network: str):
    assert network_of(viewer) == network


@pytest.mark.parametrize(
    "viewer",
    ["", "localhost", "198.51.100", "198.51.100.7:443", "198.51.100.7, 10.0.0.1", "fe80::1%eth0/x", "１.1.1.1", "0x7f.1"],
)
def test_what_is_no_address_is_none(viewer: str):
    with pytest.raises(ValueError, match=r".*"):
        network_of(viewer)
