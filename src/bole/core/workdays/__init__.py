"""Working days of China: a calendar as data, terms in working days, clocks that stop and go on.

Years whose arrangement the State Council has not announced yet are computed from the statutory days and marked
provisional, so that a term begun in December works.
Plan section 6.1 (限时办结); 行政许可法 art. 82; 民法典 art. 201-203.
"""

from bole.core.workdays.calendar import Deadline, TermUnit, WorkCalendar, YearPlan
from bole.core.workdays.clock import Clock, Segment, Term
from bole.core.workdays.festivals import statutory_days

__all__ = ["Clock", "Deadline", "Segment", "Term", "TermUnit", "WorkCalendar", "YearPlan", "statutory_days"]
