"""Writes of casework. Keyword only, atomic; whoever acts is checked here, not only in views."""

from bole.kernel.casework.services.chain import verify_all_chains, verify_chain
from bole.kernel.casework.services.flows import publish_flows, take_pack
from bole.kernel.casework.services.forgetting import forget_cases, forget_subject
from bole.kernel.casework.services.many import NewCase, close_cases, decide_cases, open_cases
from bole.kernel.casework.services.moving import (
    act,
    comment,
    object_to,
    open_case,
    run_automatic_steps,
    withdraw,
)
from bole.kernel.casework.services.objecting import destroy_objectors, raise_objection, read_objectors
from bole.kernel.casework.services.registering import (
    Queue,
    panels_for,
    queues,
    register_effect,
    register_panel,
    register_queue,
)
from bole.kernel.casework.services.seats import (
    claim,
    delegate,
    reassign,
    release,
    withdraw_delegation,
)
from bole.kernel.casework.services.terms import (
    end_publicities,
    escalate_overdue,
    notify_waiting,
    recompute_deadlines,
    resume_automatic,
)

__all__ = [
    "NewCase",
    "Queue",
    "act",
    "claim",
    "close_cases",
    "comment",
    "decide_cases",
    "delegate",
    "destroy_objectors",
    "end_publicities",
    "escalate_overdue",
    "forget_cases",
    "forget_subject",
    "notify_waiting",
    "object_to",
    "open_case",
    "open_cases",
    "panels_for",
    "publish_flows",
    "queues",
    "raise_objection",
    "read_objectors",
    "reassign",
    "recompute_deadlines",
    "register_effect",
    "register_panel",
    "register_queue",
    "release",
    "resume_automatic",
    "run_automatic_steps",
    "take_pack",
    "verify_all_chains",
    "verify_chain",
    "withdraw",
    "withdraw_delegation",
]
