"""Entretiens confraternels, DAM visits and contacts, which exist without a campaign."""
