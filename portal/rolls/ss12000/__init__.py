"""A school unit's roll from a pupil system that speaks SS 12000. It is only ever read."""
