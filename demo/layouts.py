"""The 22 files departments send: columns with their header variants, file kind, rows above the header and below the data.

Each column is one string: the canonical header first, then the variants a department also uses, parted by `|`.
A variant never changes the unit or the meaning. `README.md` lists them for the author of a pack.
"""

from dataclasses import dataclass

CSV_ABOVE = 9_000  # rows; larger exports come out of the departments' systems as csv


@dataclass(frozen=True)
class Layout:
    """One source: `kind` is xlsx, xls or csv; `encoding` is used when the file is a csv (always, or above CSV_ABOVE rows)."""

    id: str
    name: str
    department: str
    subject: str
    kind: str
    encoding: str
    columns: tuple[str, ...]
    title: str = ""
    notes: tuple[str, ...] = ()
    groups: tuple[tuple[str, int], ...] = ()  # a merged row of group names above the header: (text, columns)
    numbered: bool = False  # a running number 序号 as first column
    remarks: bool = False  # an empty 备注 as last column
    total: int | None = None  # column whose total stands below the data
    merged: tuple[int, ...] = ()  # columns whose equal neighbours are one merged cell in xlsx

    @property
    def headers(self) -> tuple[tuple[str, ...], ...]:
        """Per column: canonical header, then variants."""
        return tuple(tuple(column.split("|")) for column in self.columns)


UTF8 = "utf-8-sig"
GB = "gb18030"
NAME = "姓名|姓　名|人员姓名"
ID = "证件号码|身份证号码|身份证号|公民身份号码|身份证件号码"
ID_SHORT = "身份证号|身份证号码|证件号码|公民身份号码|身份证"
PHONE = "手机号码|手机号|联系电话|手机|移动电话"
TOWN = "乡镇街道|所属乡镇(街道)|乡镇（街道）|镇街|所在乡镇"
EMPLOYER = "工作单位|单位名称|所在单位|工作单位名称"
USCC = "统一社会信用代码|社会信用代码|信用代码|统一信用代码"

_ALL = (
    Layout(
        "S01", "社会保险参保", "人社局", "person", "csv", GB,
        (
            NAME + "|参保人姓名", "证件类型|证件种类|证件类别", ID + "|社会保障号码", "性别", "出生日期|出生年月日|出生年月",
            "单位名称|参保单位|参保单位名称", USCC + "|单位信用代码", "参保状态|缴费状态|人员参保状态",
            "首次参保年月|首次参保时间|参保起始年月", "累计缴费月数|实际缴费月数|累计月数", "连续缴费月数|连续参保月数|连续月数",
            "月缴费基数(元)|月缴费基数（元）|缴费基数(元)|缴费基数", PHONE, TOWN,
        ),
    ),
    Layout(
        "S02", "高校毕业生就业", "人社局", "person", "csv", UTF8,
        (
            NAME + "|毕业生姓名", ID_SHORT, "毕业院校|毕业学校|学校名称", "专业|所学专业|专业名称", "学历|学历层次|文化程度",
            "学位|学位名称", "学习形式|学习方式|培养方式", "毕业日期|毕业时间|毕业年月", "生源地|生源所在地",
            "就业单位|签约单位|就业单位名称", "联系电话|手机号码|联系方式|手机",
        ),
    ),
    Layout(
        "S03", "职业技能等级证书", "人社局", "person", "csv", UTF8,
        (
            NAME, ID_SHORT, "职业(工种)|职业（工种）|职业工种|职业名称", "技能等级|职业技能等级|等级", "证书编号|证书号码|证书号",
            "发证日期|发证时间|颁证日期", "发证机构|发证单位|评价机构", EMPLOYER,
        ),
    ),
    Layout(
        "S04", "专业技术职称", "人社局", "person", "xlsx", GB,
        (
            NAME, "身份证号码|身份证号|证件号码|公民身份号码", "职称系列|系列", "专业|申报专业|职称专业|专业名称",
            "职称级别|职称等级|级别|资格级别", "取得日期|取得时间|资格取得时间", "证书编号|证书号|职称证书编号", EMPLOYER,
        ),
        title="安吉县专业技术人员职称取得情况一览表",
        notes=("填报单位：安吉县人力资源和社会保障局专技科",),
        groups=(("基本信息", 2), ("职称信息", 5), ("备注信息", 1)),
    ),
    Layout(
        "S05", "企业人才花名册", "各企业", "person", "xlsx", GB,
        (
            "企业名称|单位名称|公司名称|用人单位", USCC, NAME + "|员工姓名", ID, "部门|所在部门|所属部门",
            "岗位|岗位名称|工作岗位", "入职日期|入职时间|到岗日期", "离职日期|离职时间",
            "用工形式|用工方式|用工性质", "年薪(万元)|年薪（万元）|年收入(万元)|税前年薪(万元)", "手机|手机号码|联系电话|联系方式",
        ),
        title="企业人才花名册（汇总）",
        numbered=True,
        remarks=True,
    ),
    Layout(
        "S06", "外国人来华工作许可", "科技局", "person", "xls", UTF8,
        (
            "英文姓名|外文姓名|护照姓名", "中文名|中文姓名", "国籍|国籍(地区)|国家或地区", "护照号码|护照号|证件号码",
            "许可证号|工作许可证号|许可证编号", "许可类别|人员类别|工作许可类别", "有效期至|许可有效期至|到期日期",
            "聘用单位|用人单位|工作单位", "出生日期|出生年月日",
        ),
        title="外国人来华工作许可持证人员名单",
    ),
    Layout(
        "S07", "荣誉与人才项目入选", "县委人才办", "person", "xlsx", UTF8,
        (
            NAME + "|入选人", ID, "荣誉(项目)名称|荣誉（项目）名称|荣誉名称|项目名称", "级别|荣誉级别|项目级别", "年度|入选年度|获评年度",
            "本人排名|排名|完成人排名", "文号|发文文号|文件号", EMPLOYER,
        ),
        title="荣誉与人才项目入选人员名册",
        notes=("说明：同一文号合并显示；本人排名仅团队奖项填写。",),
        merged=(2, 3, 4, 6),
    ),
    Layout(
        "S08", "安籍在外人才", "县委人才办", "person", "xlsx", UTF8,
        (
            NAME, ID, "籍贯|原籍", "现居城市|现居住地|所在城市", EMPLOYER, "职务|现任职务|职务职称",
            "毕业院校|毕业学校|毕业院校(最高)", "专业|所学专业", "学历|最高学历|文化程度", "联系方式|联系电话|手机号码|手机",
            "线索来源|信息来源", "联络站|所属联络站|海外（异地）联络站",
        ),
        title="安籍在外人才信息库",
        remarks=True,
    ),
    Layout(
        "S09", "企业登记", "市场监管局", "organisation", "xlsx", UTF8,
        (
            "企业名称|市场主体名称|名称|企业(机构)名称", USCC, "成立日期|注册日期|成立时间", "行业代码|行业门类代码|国民经济行业代码",
            "登记状态|经营状态|企业状态", "注册资本(万元)|注册资本（万元）|注册资本", TOWN, "法定代表人|法定代表人（负责人）|法人代表|负责人",
        ),
    ),
    Layout(
        "S10", "企业经营与创新年报", "经信局", "organisation", "xlsx", UTF8,
        (
            USCC, "年度|年份|报告年度", "营业收入(万元)|营业收入（万元）|营业收入", "实缴税金(万元)|实缴税金（万元）|实缴税收(万元)",
            "研发费用(万元)|研发费用（万元）|研发经费(万元)|R&D经费(万元)", "工业增加值(万元)|工业增加值（万元）|工业增加值",
            "用地面积(亩)|用地面积（亩）|占地面积(亩)", "用电量(万千瓦时)|用电量（万千瓦时）|年用电量(万千瓦时)",
            "从业人员|从业人数|职工人数|从业人员(人)", "研发人员|研发人数|研发人员(人)", "有效发明专利数|有效发明专利|发明专利数(件)",
            "高新技术企业|是否高新技术企业|是否高企", "规上企业|是否规上企业|是否规上",
        ),
        title="安吉县企业经营与创新情况年报",
        notes=("单位：万元、亩、万千瓦时、人、件",),
        total=2,
    ),
    Layout(
        "S11", "创新平台载体", "科技局", "place", "xlsx", UTF8,
        (
            "平台名称|载体名称|平台(载体)名称", "类型|平台类型|载体类型", "级别|平台级别|认定级别", "依托单位|建设单位|承建单位",
            "认定日期|认定时间|批准日期", TOWN, "经度|经度(°)|东经", "纬度|纬度(°)|北纬", "坐标系|坐标系统|坐标系类型",
        ),
        title="安吉县创新平台（载体）清单",
        numbered=True,
    ),
    Layout(
        "S12", "住房与不动产", "自然资源局", "person", "xlsx", UTF8,
        (
            NAME + "|权利人|权利人姓名", ID, "房屋坐落|坐落|不动产坐落", "建筑面积|建筑面积(㎡)|建筑面积（平方米）|面积",
            "网签日期|合同网签日期|网签时间", "合同总价(元)|合同总价（元）|合同金额(元)", "产权份额(%)|产权份额（%）|份额(%)|产权份额",
        ),
        title="个人住房登记及网签情况",
        notes=("面积单位：平方米；金额单位：元",),
    ),
    Layout(
        "S13", "知识产权", "市场监管局", "person", "xlsx", UTF8,
        (
            "专利号|专利号码|授权专利号", "专利名称|发明名称|专利(发明)名称", "专利类型|专利类别|类型", "授权日期|授权公告日|授权时间",
            "专利权人|权利人|专利权人名称", "发明人|发明人姓名|发明(设计)人", "证件号码|身份证号|身份证号码|公民身份号码", "发明人排名|排名|发明人顺位",
        ),
        title="授权专利及发明人清单",
        merged=(1, 4),
    ),
    Layout(
        "S14", "农村实用人才", "农业农村局", "person", "xlsx", UTF8,
        (
            NAME, ID_SHORT, "类型|人才类型|人才类别", "等级|人才等级|级别", "认定年度|认定年份|评定年度", TOWN,
            "村(社区)|村（社区）|行政村|所在村", "联系电话|手机号码|联系方式|手机",
        ),
        title="农村实用人才登记表",
        numbered=True,
    ),
    Layout(
        "S15", "社会工作者持证", "民政局", "person", "xls", UTF8,
        (NAME, ID_SHORT, "证书级别|证书等级|级别", "证书编号|证书号|管理号", "取得日期|取得时间|发证日期", EMPLOYER),
        title="社会工作者职业资格持证人员",
    ),
    Layout(
        "S16", "死亡与户籍注销", "公安局", "person", "xls", UTF8,
        (NAME, ID, "注销原因|注销类别|注销户口原因", "注销日期|注销时间|户口注销日期"),
    ),
    Layout(
        "S17", "婚姻家庭（经本人同意）", "民政局", "person", "xlsx", UTF8,
        (
            NAME + "|本人姓名", ID + "|本人证件号码", "配偶姓名|配偶", "配偶证件号码|配偶身份证号|配偶身份证号码",
            "登记日期|婚姻登记日期|结婚登记日期", "状态|婚姻状况|婚姻状态",
        ),
    ),
    Layout(
        "S18", "个人所得税申报区间", "税务局", "person", "xlsx", GB,
        (
            NAME + "|纳税人姓名", ID + "|纳税人识别号", "年度|纳税年度|申报年度", "扣缴单位|扣缴义务人|扣缴义务人名称",
            "连续申报月数|连续申报月份数|连续扣缴月数", "收入区间|年收入区间|收入档次",
        ),
    ),
    Layout(
        "S19", "房屋租赁备案", "住建局", "person", "xlsx", UTF8,
        (
            "承租人|承租人姓名|租户姓名", ID + "|承租人证件号码", "房屋坐落|租赁房屋坐落|房屋地址", "起租日期|租赁起始日期|租期起",
            "终止日期|租赁终止日期|租期止", "月租金(元)|月租金（元）|月租金|租金(元/月)",
        ),
        title="房屋租赁登记备案明细",
        total=5,
    ),
    Layout(
        "S20", "既往补贴发放", "财政局", "person", "xlsx", UTF8,
        (
            NAME + "|领取人", ID, "政策名称|补贴项目|补贴名称", "发放部门|主管部门|经办部门", "发放日期|发放时间|支付日期",
            "金额(元)|金额（元）|发放金额(元)|补贴金额(元)",
        ),
        title="人才补贴资金发放明细表",
        notes=("单位：元", "编制单位：安吉县财政局"),
        total=5,
    ),
    Layout(
        "S21", "公务员录用", "县委组织部", "person", "xls", UTF8,
        (NAME, ID, "录用日期|录用时间|登记日期", "状态|在职状态|人员状态"),
    ),
    Layout(
        "S22", "人才引进备案", "县委人才办", "person", "xlsx", UTF8,
        (
            NAME + "|引进人才姓名", ID, "来安日期|来安时间|引进日期|到岗日期", "引进渠道|引才渠道|来源渠道", "引才方式|引进方式|全职/柔性",
            "引荐人|推荐人", "引进单位|用人单位|引进单位名称", "合作乡镇及份额|乡镇及份额|引才成果分配",
        ),
        title="人才引进备案登记表",
        notes=("注：多个乡镇共同引进的，份额之和应为1。",),
        remarks=True,
    ),
)  # fmt: skip

LAYOUTS = {layout.id: layout for layout in _ALL}
