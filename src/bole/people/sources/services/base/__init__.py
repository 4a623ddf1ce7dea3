"""What every other sub-room stands on: bulk rows, digests, jobs, settings, what people declared, announcements."""
