"""Fingerprints, baseline and waivers: findings with a status."""
