"""Pages of intake: the county coming together, batches, mappings, unknown words, sources."""

from bole.people.sources.views.batches import (
    batch_list,
    batch_page,
    batch_state,
    pause,
    rejects,
    resume,
    take_as_full,
    upload,
)
from bole.people.sources.views.bulks import bulk_begin, bulk_confirm, bulk_page
from bole.people.sources.views.drifts import drift_confirm
from bole.people.sources.views.live import live_page, live_part
from bole.people.sources.views.quality import quality_export, quality_page
from bole.people.sources.views.reviews import review_list, review_page, review_undo, review_verdict
from bole.people.sources.views.samples import sample_back, sample_draw, sample_page, sample_result, sample_send
from bole.people.sources.views.undo import (
    bulk_retract,
    decision_again,
    decision_list,
    decision_page,
    decision_retract,
    preview_batch,
    preview_bulk,
    preview_mapping,
    retract,
    retract_mapping,
)
from bole.people.sources.views.words import code_decide, code_list, mapping, source_page

__all__ = [
    "batch_list",
    "batch_page",
    "batch_state",
    "bulk_begin",
    "bulk_confirm",
    "bulk_page",
    "bulk_retract",
    "code_decide",
    "code_list",
    "decision_again",
    "decision_list",
    "decision_page",
    "decision_retract",
    "drift_confirm",
    "live_page",
    "live_part",
    "mapping",
    "pause",
    "preview_batch",
    "preview_bulk",
    "preview_mapping",
    "quality_export",
    "quality_page",
    "rejects",
    "resume",
    "retract",
    "retract_mapping",
    "review_list",
    "review_page",
    "review_undo",
    "review_verdict",
    "sample_back",
    "sample_draw",
    "sample_page",
    "sample_result",
    "sample_send",
    "source_page",
    "take_as_full",
    "upload",
]
