"""Pages of accounts: `door` (demo log-in, own posts) and `administration` (units, users, the policy table)."""

from bole.kernel.accounts.views.administration import (
    end_membership,
    open_account,
    policy_table,
    unit_list,
    user_list,
    user_page,
)
from bole.kernel.accounts.views.door import choose_post, demo_accounts, demo_login, my_account

__all__ = [
    "choose_post",
    "demo_accounts",
    "demo_login",
    "end_membership",
    "my_account",
    "open_account",
    "policy_table",
    "unit_list",
    "user_list",
    "user_page",
]
