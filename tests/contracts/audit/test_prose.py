"""Lists of values in prose."""

from collections.abc import Callable

import pytest

from contracts.audit.printed import coloned_values, labelled_names, listed_names, spaced_names


@pytest.mark.parametrize(
    ("found", "text", "expected"),
    [
        # ``NAME(label)`` and ``NAME - label`` are found in half- and full-width punctuation, each name once.
        (labelled_names, "流程状态 :\nINIT(已发起) 注:该状态下不计费\nING(进行中)", ("INIT", "ING")),
        (labelled_names, "ORGANIZATION (组织机构);INDIVIDUAL (个人);", ("ORGANIZATION", "INDIVIDUAL")),
        (labelled_names, "INIT(已发起)ING(进行中)", ("INIT", "ING")),
        (labelled_names, "类型:\nFACE_A - 刷脸FACE_B - 银行卡\n\nFACE_3 -运营商", ("FACE_A", "FACE_B", "FACE_3")),
        (labelled_names, "SENT – it went off\nREAD — it was read", ("SENT", "READ")),
        (labelled_names, "SUCCESS(成功), SUCCESS(成功)", ("SUCCESS",)),
        (labelled_names, "当objectType=ORGANIZATION(组织机构)时返回", ()),
        (labelled_names, "当state=OPEN - 进行中时返回", ()),
        (labelled_names, "Body 非 Form 表单时,按 UTF-8 计算 MD5 值", ()),
        (labelled_names, "业务码,0表示成功,非0表示异常。", ()),
        # ``value:label`` and ``label:value`` are found, quoted or not.
        (coloned_values, "exact:精确查询,dim:模糊查询", ("exact", "dim")),
        (coloned_values, "exact:精确查询;dim : 模糊查询", ("exact", "dim")),
        (coloned_values, "查询方式:exact:精确查询,dim:模糊查询", ("exact", "dim")),
        (coloned_values, "04:教师,其它身份类型联系技术支持确认", ("04",)),
        (coloned_values, '"身份证 : 0","护照: 1", "回乡证: 2";"港澳证件:5"', ("0", "1", "2", "5")),
        (coloned_values, r"\"身份证 : 0\",\"护照: 1\"", ("0", "1")),
        (coloned_values, "“升序:asc”、“降序:desc”", ("asc", "desc")),
        (coloned_values, "调用第一步创建接口的out_agreement_no,由外部传入", ()),
        (coloned_values, "参考:https://library.example/docs", ()),
        # Names before Chinese labels are found without any sign between them, and names that cannot be words, anywhere.
        (spaced_names, "流程状态: INIT 已发起 (not charged) ING 进行中", ("INIT", "ING")),
        (spaced_names, "PSN_BANK4_AUTHCODE PSN_TELECOM_AUTHCODE", ("PSN_BANK4_AUTHCODE", "PSN_TELECOM_AUTHCODE")),
        (spaced_names, "only: Action_Live 实时 Video_Live 录制, as Action_Live", ("Action_Live", "Video_Live")),
        (spaced_names, "腾讯云 and 快捷 only; with origin=APP 的地址, APP内", ()),
        # One name a line is found below a line that ends in a colon.
        (listed_names, "Required. Values are as below:\n- S: success\n- F: failure", ("S", "F")),
        (listed_names, "Result codes:\nSUCCESS\nPARAM_ILLEGAL (a parameter is wrong)", ("SUCCESS", "PARAM_ILLEGAL")),
        (listed_names, "Result codes:\n• `SUCCESS`: it went well", ("SUCCESS",)),
        (listed_names, "Required. A message:\nNote: it may change.", ()),
        (listed_names, "Required. Note: the server does not check it.", ()),
    ],
)
def test_values_are_found(found: Callable[[str], tuple[str, ...]], text: str, expected: tuple[str, ...]) -> None:
    """Labelled, with colons, or on lines of their own: each value is found once, and what is none is left alone."""
    assert expected == found(text)
