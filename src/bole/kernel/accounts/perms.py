"""Who may do what: roles, and **one literal table** of role x action x scope x field class.

Everything else (query filters, field masks, navigation, the page that shows the table to the county, the test that walks
every URL as every role) is derived from `POLICY`. Read it as a diff when it changes.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bole.kernel.accounts.models import Role

ROLE_DESCRIPTIONS = {
    Role.TALENT: _("查看和更正自己的档案,办理自己的事。"),
    Role.EMPLOYER: _("报送本单位的人才花名册,查看本单位在册人才和本单位的办件。"),
    Role.PARTNER: _("在柜台核验人才码。"),
    Role.MENTOR: _("查看分配给自己的辅导对象。"),
    Role.CLERK: _("报送本部门数据,受理本部门的办件和更正。"),
    Role.APPROVER: _("审批本部门的办件,复核本部门数据。"),
    Role.TOWNSHIP: _("查看本乡镇街道的人才,核对走访信息。"),
    Role.STEWARD: _("归集全县文件,确认映射,核对重复,维护数据质量。"),
    Role.OFFICE: _("查看全县人才库与规划,管理名单、分类和数据包。"),
    Role.LEADER: _("查看规划指标和汇总数,不看个人敏感信息。"),
    Role.AUDITOR: _("查看审计记录,不办业务。"),
    Role.SECURITY_ADMIN: _("管理角色和授权,不看业务数据。"),
    Role.SYSTEM_ADMIN: _("管理账号、任务和运行状态,不看业务数据。"),
}
ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})
OUTSIDE_STAFF = frozenset({Role.TALENT, Role.EMPLOYER, Role.PARTNER, Role.MENTOR})

SCOPES = ("self", "employer", "township", "department", "county", "public")
FIELD_CLASSES = ("open", "internal", "personal", "sensitive")

ACTION_NAMES = {
    "accounts.use": _("使用账号"),
    "accounts.view_policy": _("查看角色与权限"),
    "accounts.manage_users": _("查看账号"),
    "accounts.open_account": _("开通账号"),
    "accounts.manage_roles": _("授予和结束任职"),
    "accounts.view_units": _("查看单位"),
    "audit.view": _("查看审计记录"),
    "audit.verify": _("核验审计封印"),
    "outbox.view_jobs": _("查看自己的后台任务"),
    "outbox.manage": _("管理任务和事件"),
    "vault.view": _("查看密钥库状态"),
    "files.use": _("使用自己的文件"),
    "snapshots.view": _("查看数据快照"),
    "snapshots.publish": _("发布数据快照"),
    "documents.export": _("导出名单"),
    "notices.read": _("阅读消息"),
    "notices.manage": _("管理消息发送"),
    "taxonomy.view_pack": _("查看数据包"),
    "workbench.view_home": _("打开工作台"),
    "plan.view_cockpit": _("查看规划指标"),
    "casework.work": _("办理待办"),
    "casework.apply": _("提出办件"),
    "casework.view_case": _("查看办件"),
    "casework.delegate": _("委托同事"),
    "casework.supervise": _("督办和转办"),
    "casework.view_flows": _("查看流程"),
    "sources.view": _("查看批次和来源"),
    "sources.follow": _("跟踪自己的报送"),
    "sources.upload": _("报送文件"),
    "sources.download_rejects": _("下载退回行"),
    "sources.confirm": _("确认映射和代码"),
    "sources.retract": _("撤回批次、收回判定和映射版本"),
    "sources.view_decisions": _("查看人工判定"),
    "sources.view_reviews": _("查看待核对"),
    "sources.review": _("判定是否同一人"),
    "sources.quality": _("查看数据质量"),
    "sources.sample": _("判定人工抽样"),
    "registry.list_people": _("查看人才名单"),
    "registry.view_person": _("查看个人档案"),
    "registry.reveal": _("查看遮盖的号码"),
    "registry.request_correction": _("提出更正"),
    "registry.delete_person": _("删除个人档案"),
    "registry.export": _("导出人才名单"),
    "registry.view_libraries": _("查看五库六队四层次"),
    "registry.view_organisations": _("查看用人单位"),
    "registry.view_places": _("查看平台载体、团队与项目"),
    "registry.view_own": _("查看自己的数据"),
    "policies.view_own": _("查看自己的政策"),
    "policies.ask": _("对政策结果提出疑问"),
    "policies.view_takeup": _("查看政策覆盖"),
    "policies.release_matches": _("放行政策告知"),
    "policies.view_firm": _("查看本单位的政策"),
    "policies.appeal": _("对认定提出异议"),
    "policies.view_recognitions": _("查看人才认定"),
    "policies.recognise": _("提出认定和评定积分"),
    "policies.manage_recognition": _("复核、暂停、恢复和提出撤销认定"),
    "policies.view_decision": _("查看规则决定"),
    "policies.view_drafts": _("查看政策草案"),
    "policies.draft": _("起草政策"),
    "policies.view_editions": _("查看政策版次"),
    "policies.withdraw_edition": _("提出撤回政策版次"),
    "policies.check_rules": _("检查全部规则"),
    "policies.view_simulation": _("查看草案测算"),
    "policies.simulate": _("测算草案"),
    "policies.trace_draft": _("用草案试算到人"),
}
"""What each action means, for the page that shows the table."""
SCOPE_NAMES = {
    "self": _("本人"),
    "employer": _("本用人单位"),
    "township": _("本乡镇街道"),
    "department": _("本部门"),
    "county": _("全县"),
    "public": _("公开"),
}
FIELD_CLASS_NAMES = {
    "open": _("公开"),
    "internal": _("内部"),
    "personal": _("个人信息"),
    "sensitive": _("敏感个人信息"),
}

# Shorthands of the table: scope, then the field classes that may be seen.
_SELF = ("self", "open internal personal sensitive")
_EMPLOYER_FULL = ("employer", "open internal personal")
_EMPLOYER_ALL = ("employer", "open internal personal sensitive")
_TOWNSHIP = ("township", "open internal personal")
_DEPARTMENT = ("department", "open internal personal")
_DEPARTMENT_ALL = ("department", "open internal personal sensitive")
_COUNTY = ("county", "open internal")
_COUNTY_FULL = ("county", "open internal personal")
_COUNTY_ALL = ("county", "open internal personal sensitive")
_ANY = dict.fromkeys(Role, ("county", "open"))
_STAFF = {role: ("county", "open internal") for role in Role if role not in OUTSIDE_STAFF}

POLICY: dict[str, dict[Role, tuple[str, str]]] = {
    # accounts
    "accounts.use": _ANY,
    "accounts.view_policy": {Role.OFFICE: _COUNTY, Role.AUDITOR: _COUNTY, Role.SECURITY_ADMIN: _COUNTY},
    "accounts.manage_users": {Role.SYSTEM_ADMIN: _COUNTY, Role.SECURITY_ADMIN: _COUNTY},
    "accounts.open_account": {Role.SYSTEM_ADMIN: _COUNTY},
    "accounts.manage_roles": {Role.SECURITY_ADMIN: _COUNTY},
    "accounts.view_units": _STAFF,
    # audit, outbox, vault, files, snapshots, documents, notices
    "audit.view": {Role.AUDITOR: _COUNTY},
    "audit.verify": {Role.AUDITOR: _COUNTY},
    "outbox.view_jobs": _ANY,
    "outbox.manage": {Role.SYSTEM_ADMIN: _COUNTY},
    "vault.view": {Role.SECURITY_ADMIN: _COUNTY, Role.AUDITOR: _COUNTY},
    "files.use": _ANY,
    "snapshots.view": dict.fromkeys((Role.STEWARD, Role.OFFICE, Role.AUDITOR, Role.SYSTEM_ADMIN), _COUNTY),
    "snapshots.publish": {Role.STEWARD: _COUNTY, Role.OFFICE: _COUNTY},
    "documents.export": _ANY,
    "notices.read": _ANY,
    "notices.manage": {Role.SYSTEM_ADMIN: _COUNTY},
    # taxonomy
    "taxonomy.view_pack": _STAFF,
    # workbench, plan
    "workbench.view_home": _ANY,
    "plan.view_cockpit": dict.fromkeys((Role.OFFICE, Role.LEADER, Role.STEWARD, Role.CLERK, Role.APPROVER), _COUNTY),
    # casework
    "casework.work": {
        Role.TALENT: _SELF,
        Role.EMPLOYER: _EMPLOYER_FULL,
        Role.CLERK: _DEPARTMENT,
        Role.APPROVER: _DEPARTMENT,
        Role.TOWNSHIP: _TOWNSHIP,
        Role.STEWARD: _COUNTY_FULL,
        Role.OFFICE: _COUNTY_FULL,
        Role.LEADER: _COUNTY,
    },
    "casework.apply": _ANY,
    "casework.view_case": {
        **dict.fromkeys(Role, _SELF),
        Role.EMPLOYER: _EMPLOYER_FULL,
        Role.CLERK: _DEPARTMENT,
        Role.APPROVER: _DEPARTMENT,
        Role.TOWNSHIP: _TOWNSHIP,
        Role.OFFICE: _COUNTY_FULL,
        Role.AUDITOR: _COUNTY,
    },
    "casework.delegate": {
        Role.CLERK: _DEPARTMENT,
        Role.APPROVER: _DEPARTMENT,
        Role.TOWNSHIP: _TOWNSHIP,
        Role.STEWARD: _COUNTY,
        Role.OFFICE: _COUNTY,
    },
    "casework.supervise": {Role.APPROVER: _DEPARTMENT, Role.OFFICE: _COUNTY_FULL},
    "casework.view_flows": _STAFF,
    # sources
    "sources.view": {
        Role.CLERK: _DEPARTMENT,
        Role.APPROVER: _DEPARTMENT,
        Role.STEWARD: _COUNTY_FULL,
        Role.OFFICE: _COUNTY_FULL,
        Role.AUDITOR: _COUNTY,
    },
    "sources.follow": {
        Role.EMPLOYER: _EMPLOYER_FULL,
        Role.CLERK: _DEPARTMENT,
        Role.APPROVER: _DEPARTMENT,
        Role.STEWARD: _COUNTY_FULL,
        Role.OFFICE: _COUNTY_FULL,
        Role.AUDITOR: _COUNTY,
    },
    "sources.upload": {
        Role.EMPLOYER: _EMPLOYER_FULL,
        Role.CLERK: _DEPARTMENT,
        Role.APPROVER: _DEPARTMENT,
        Role.STEWARD: _COUNTY_FULL,
        Role.OFFICE: _COUNTY_FULL,
    },
    "sources.download_rejects": {
        Role.EMPLOYER: _EMPLOYER_ALL,
        Role.CLERK: _DEPARTMENT_ALL,
        Role.APPROVER: _DEPARTMENT_ALL,
        Role.STEWARD: _COUNTY_ALL,
        Role.OFFICE: _COUNTY_ALL,
    },
    "sources.confirm": {Role.CLERK: _DEPARTMENT, Role.STEWARD: _COUNTY_FULL},
    "sources.retract": {Role.STEWARD: _COUNTY_FULL},
    "sources.view_decisions": {
        Role.STEWARD: _COUNTY_FULL,
        Role.OFFICE: _COUNTY_FULL,
        Role.AUDITOR: _COUNTY,
    },
    "sources.view_reviews": {Role.STEWARD: _COUNTY_FULL, Role.OFFICE: _COUNTY_FULL, Role.AUDITOR: _COUNTY},
    "sources.review": {Role.STEWARD: _COUNTY_FULL, Role.OFFICE: _COUNTY_FULL},
    "sources.quality": {
        Role.CLERK: _DEPARTMENT,
        Role.STEWARD: _COUNTY_FULL,
        Role.OFFICE: _COUNTY_FULL,
        Role.AUDITOR: _COUNTY,
    },
    "sources.sample": {Role.STEWARD: _COUNTY_FULL, Role.OFFICE: _COUNTY_FULL},
    # registry
    "registry.list_people": {
        Role.EMPLOYER: _EMPLOYER_FULL,
        Role.CLERK: _DEPARTMENT,
        Role.APPROVER: _DEPARTMENT,
        Role.TOWNSHIP: _TOWNSHIP,
        Role.STEWARD: _COUNTY_FULL,
        Role.OFFICE: _COUNTY_FULL,
    },
    "registry.view_person": {
        Role.TALENT: _SELF,
        Role.EMPLOYER: _EMPLOYER_FULL,
        Role.CLERK: _DEPARTMENT,
        Role.APPROVER: _DEPARTMENT,
        Role.TOWNSHIP: _TOWNSHIP,
        Role.STEWARD: _COUNTY_FULL,
        Role.OFFICE: _COUNTY_FULL,
    },
    "registry.reveal": {
        Role.TALENT: _SELF,
        Role.CLERK: _DEPARTMENT_ALL,
        Role.APPROVER: _DEPARTMENT_ALL,
        Role.STEWARD: _COUNTY_ALL,
        Role.OFFICE: _COUNTY_ALL,
    },
    "registry.request_correction": {
        Role.TALENT: _SELF,
        Role.EMPLOYER: _EMPLOYER_FULL,
        Role.CLERK: _DEPARTMENT,
        Role.APPROVER: _DEPARTMENT,
        Role.TOWNSHIP: _TOWNSHIP,
        Role.STEWARD: _COUNTY_FULL,
        Role.OFFICE: _COUNTY_FULL,
    },
    "registry.delete_person": {Role.OFFICE: _COUNTY_ALL},
    "registry.export": {
        Role.EMPLOYER: _EMPLOYER_FULL,
        Role.CLERK: _DEPARTMENT,
        Role.APPROVER: _DEPARTMENT,
        Role.TOWNSHIP: _TOWNSHIP,
        Role.STEWARD: _COUNTY_FULL,
        Role.OFFICE: _COUNTY_FULL,
    },
    "registry.view_libraries": {
        Role.CLERK: _DEPARTMENT,
        Role.APPROVER: _DEPARTMENT,
        Role.TOWNSHIP: _TOWNSHIP,
        Role.STEWARD: _COUNTY,
        Role.OFFICE: _COUNTY,
        Role.LEADER: _COUNTY,
    },
    "registry.view_organisations": {
        Role.EMPLOYER: _EMPLOYER_FULL,
        Role.CLERK: _DEPARTMENT,
        Role.APPROVER: _DEPARTMENT,
        Role.TOWNSHIP: _TOWNSHIP,
        Role.STEWARD: _COUNTY_FULL,
        Role.OFFICE: _COUNTY_FULL,
        Role.LEADER: _COUNTY,
    },
    "registry.view_places": {
        Role.CLERK: _DEPARTMENT,
        Role.APPROVER: _DEPARTMENT,
        Role.TOWNSHIP: _TOWNSHIP,
        Role.STEWARD: _COUNTY,
        Role.OFFICE: _COUNTY,
        Role.LEADER: _COUNTY,
    },
    "registry.view_own": {Role.TALENT: _SELF},
    # policies
    "policies.view_own": {Role.TALENT: _SELF},
    "policies.ask": {Role.TALENT: _SELF},
    "policies.view_takeup": {
        Role.CLERK: _DEPARTMENT,
        Role.APPROVER: _DEPARTMENT,
        Role.TOWNSHIP: _TOWNSHIP,
        Role.STEWARD: _COUNTY_FULL,
        Role.OFFICE: _COUNTY_FULL,
        Role.LEADER: _COUNTY,
    },
    "policies.release_matches": {Role.OFFICE: _COUNTY},
    "policies.view_firm": {Role.EMPLOYER: _EMPLOYER_FULL},
    "policies.appeal": {Role.TALENT: _SELF},
    "policies.view_recognitions": {
        Role.CLERK: _DEPARTMENT,
        Role.APPROVER: _DEPARTMENT,
        Role.TOWNSHIP: _TOWNSHIP,
        Role.OFFICE: _COUNTY_ALL,
    },
    "policies.recognise": {Role.CLERK: _DEPARTMENT, Role.OFFICE: _COUNTY_ALL},
    "policies.manage_recognition": {
        Role.CLERK: _DEPARTMENT,
        Role.APPROVER: _DEPARTMENT,
        Role.OFFICE: _COUNTY_ALL,
    },
    "policies.view_decision": {Role.CLERK: _DEPARTMENT, Role.APPROVER: _DEPARTMENT, Role.OFFICE: _COUNTY_ALL},
    "policies.view_drafts": {Role.CLERK: _DEPARTMENT, Role.APPROVER: _DEPARTMENT, Role.OFFICE: _COUNTY},
    "policies.draft": {Role.CLERK: _DEPARTMENT, Role.OFFICE: _COUNTY},
    "policies.view_editions": {
        **dict.fromkeys((Role.CLERK, Role.APPROVER), _DEPARTMENT),
        **dict.fromkeys((Role.OFFICE, Role.AUDITOR), _COUNTY),
    },
    "policies.withdraw_edition": {Role.OFFICE: _COUNTY},
    "policies.check_rules": dict.fromkeys((Role.OFFICE, Role.STEWARD), _COUNTY),
    "policies.view_simulation": {
        Role.CLERK: _DEPARTMENT,
        Role.APPROVER: _DEPARTMENT,
        Role.OFFICE: _COUNTY,
        Role.LEADER: _COUNTY,
    },
    "policies.simulate": {Role.CLERK: _DEPARTMENT, Role.APPROVER: _DEPARTMENT, Role.OFFICE: _COUNTY},
    "policies.trace_draft": {Role.CLERK: _DEPARTMENT, Role.APPROVER: _DEPARTMENT, Role.OFFICE: _COUNTY_FULL},
}
