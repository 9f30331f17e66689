"""What is decided once and published: how leaves chain, which cases are worth a conversation."""
