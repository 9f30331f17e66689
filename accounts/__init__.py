"""Users, organisations, habilitations, perimeter and rights."""
