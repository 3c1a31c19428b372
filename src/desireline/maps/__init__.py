"""The map document: built from insights, edited by people, believed as far as its evidence goes."""
