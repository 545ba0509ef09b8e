"""What is read. Every query over cases, drafts or entries goes through portal.access.scope."""
