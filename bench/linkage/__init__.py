"""One person, one record: how well and how fast, beside what else can be used for it."""
