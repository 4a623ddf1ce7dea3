"""Writes of this app: receive, process, link, retract, confirm, decide."""

from bole.people.sources.services.base.jobs import queue_cleaning, queue_linking
from bole.people.sources.services.erasing.cleaning import clean_files, files_wait, is_clean
from bole.people.sources.services.erasing.persons import reapply_marks
from bole.people.sources.services.evidence import Evidence
from bole.people.sources.services.intake.confirming import (
    code_choices,
    confirm_mapping,
    confirm_shrink,
    decide_code,
    retract_mapping,
)
from bole.people.sources.services.intake.originals import is_kept
from bole.people.sources.services.intake.processing import pause_batch, process_batch, resume_batch
from bole.people.sources.services.intake.receiving import receive_file
from bole.people.sources.services.intake.rereading import read_again
from bole.people.sources.services.intake.watching import inbox, take_in
from bole.people.sources.services.linking.rebuilding import Rebuilt, rebuild
from bole.people.sources.services.linking.running import (
    is_pending,
    link_pending,
    publish_snapshot,
    seconds_to_wait,
)
from bole.people.sources.services.quality.evaluating import Evaluation, as_figures, evaluate_linkage, scores_as_figures
from bole.people.sources.services.quality.retraining import put_in_use, retrain
from bole.people.sources.services.reviewing.bulk_deciding import (
    begin_bulk,
    confirm_bulk,
    retract_bulk,
    sample_of,
    samplers,
)
from bole.people.sources.services.reviewing.deciding import correct_value, decide_again, decide_pair, retract_decision
from bole.people.sources.services.reviewing.judging import (
    answers_for,
    give_verdict,
    last_verdict,
    needs_reason,
    undo_last,
)
from bole.people.sources.services.reviewing.questions import sync_reviews
from bole.people.sources.services.undoing.carrying_out import (
    Preview,
    carry_out,
    is_large,
    preview,
    refuse_undo,
)
from bole.people.sources.services.undoing.jobs import (
    finished_preview,
    preview_as_job,
    start_preview,
    start_undo,
    undo_as_job,
)
from bole.people.sources.services.undoing.kinds import find_undo, undo_of
from bole.people.sources.services.undoing.retracting import retract_batch

__all__ = [
    "Evaluation",
    "Evidence",
    "Preview",
    "Rebuilt",
    "answers_for",
    "as_figures",
    "begin_bulk",
    "carry_out",
    "clean_files",
    "code_choices",
    "confirm_bulk",
    "confirm_mapping",
    "confirm_shrink",
    "correct_value",
    "decide_again",
    "decide_code",
    "decide_pair",
    "evaluate_linkage",
    "files_wait",
    "find_undo",
    "finished_preview",
    "give_verdict",
    "inbox",
    "is_clean",
    "is_kept",
    "is_large",
    "is_pending",
    "last_verdict",
    "link_pending",
    "needs_reason",
    "pause_batch",
    "preview",
    "preview_as_job",
    "process_batch",
    "publish_snapshot",
    "put_in_use",
    "queue_cleaning",
    "queue_linking",
    "read_again",
    "reapply_marks",
    "rebuild",
    "receive_file",
    "refuse_undo",
    "resume_batch",
    "retract_batch",
    "retract_bulk",
    "retract_decision",
    "retract_mapping",
    "retrain",
    "sample_of",
    "samplers",
    "scores_as_figures",
    "seconds_to_wait",
    "start_preview",
    "start_undo",
    "sync_reviews",
    "take_in",
    "undo_as_job",
    "undo_last",
    "undo_of",
]
