"""Writes of this app: receive, process, link, retract, confirm, decide."""

from bole.people.sources.services.cleaning import clean_files, files_wait, is_clean
from bole.people.sources.services.confirming import code_choices, confirm_mapping, decide_code
from bole.people.sources.services.deciding import correct_value, decide_pair, retract_decision
from bole.people.sources.services.erasing import queue_cleaning, reapply_marks
from bole.people.sources.services.evaluating import Evaluation, as_figures, evaluate_linkage, scores_as_figures
from bole.people.sources.services.evidence import Evidence
from bole.people.sources.services.linking import is_pending, link_pending, queue_linking, seconds_to_wait
from bole.people.sources.services.originals import is_kept
from bole.people.sources.services.processing import pause_batch, process_batch, resume_batch
from bole.people.sources.services.receiving import receive_file
from bole.people.sources.services.retracting import confirm_shrink, retract_batch
from bole.people.sources.services.watching import inbox, take_in

__all__ = [
    "Evaluation",
    "Evidence",
    "as_figures",
    "clean_files",
    "code_choices",
    "confirm_mapping",
    "confirm_shrink",
    "correct_value",
    "decide_code",
    "decide_pair",
    "evaluate_linkage",
    "files_wait",
    "inbox",
    "is_clean",
    "is_kept",
    "is_pending",
    "link_pending",
    "pause_batch",
    "process_batch",
    "queue_cleaning",
    "queue_linking",
    "reapply_marks",
    "receive_file",
    "resume_batch",
    "retract_batch",
    "retract_decision",
    "scores_as_figures",
    "seconds_to_wait",
    "take_in",
]
