"""Peers: OpenFisca-core (AGPL) and zen-engine run in an environment of their own and are never imported by the product."""
