"""The queue's tables turn over fast: analysed and vacuumed early, or every fetch slows down (secops notes, 2)."""

from django.db import migrations

TABLES = ("procrastinate_jobs", "procrastinate_events")
SETTINGS = (
    "autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0"
)


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial"), ("procrastinate", "__first__")]
    operations = [
        migrations.RunSQL(
            f"alter table {table} set ({SETTINGS})",
            f"alter table {table} reset (autovacuum_vacuum_scale_factor, autovacuum_analyze_scale_factor, autovacuum_vacuum_cost_delay)",
        )
        for table in TABLES
    ]
