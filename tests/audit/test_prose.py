"""Lists of values in prose."""

import pytest

from documents.values import coloned_values, labelled_names, listed_names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("流程状态 :\nINIT(已发起) 注:该状态下不计费\nING(进行中)", ("INIT", "ING")),
        ("ORGANIZATION (组织机构);INDIVIDUAL (个人);", ("ORGANIZATION", "INDIVIDUAL")),
        ("INIT(已发起)ING(进行中)", ("INIT", "ING")),
        ("类型:\nFACE_A - 刷脸FACE_B - 银行卡\n\nFACE_3 -运营商", ("FACE_A", "FACE_B", "FACE_3")),
        ("SENT – it went off\nREAD — it was read", ("SENT", "READ")),
        ("SUCCESS(成功), SUCCESS(成功)", ("SUCCESS",)),
        ("当objectType=ORGANIZATION(组织机构)时返回", ()),
        ("当state=OPEN - 进行中时返回", ()),
        ("Body 非 Form 表单时,按 UTF-8 计算 MD5 值", ()),
        ("业务码,0表示成功,非0表示异常。", ()),
    ],
)
def test_names_with_labels(text: str, expected: tuple[str, ...]) -> None:
    """``NAME(label)`` and ``NAME - label`` are found in half- and full-width punctuation, each name once."""
    assert expected == labelled_names(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("exact:精确查询,dim:模糊查询", ("exact", "dim")),
        ("exact:精确查询;dim : 模糊查询", ("exact", "dim")),
        ("查询方式:exact:精确查询,dim:模糊查询", ("exact", "dim")),
        ("04:教师,其它身份类型联系技术支持确认", ("04",)),
        ('"身份证 : 0","护照: 1", "回乡证: 2";"港澳证件:5"', ("0", "1", "2", "5")),
        (r"\"身份证 : 0\",\"护照: 1\"", ("0", "1")),
        ("“升序:asc”、“降序:desc”", ("asc", "desc")),
        ("调用第一步创建接口的out_agreement_no,由外部传入", ()),
        ("参考:https://library.example/docs", ()),
    ],
)
def test_values_with_colons(text: str, expected: tuple[str, ...]) -> None:
    """``value:label`` and ``label:value`` are found, quoted or not."""
    assert expected == coloned_values(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Required. Values are as below:\n- S: success\n- F: failure", ("S", "F")),
        ("Result codes:\nSUCCESS\nPARAM_ILLEGAL (a parameter is wrong)", ("SUCCESS", "PARAM_ILLEGAL")),
        ("Result codes:\n• `SUCCESS`: it went well", ("SUCCESS",)),
        ("Required. A message:\nNote: it may change.", ()),
        ("Required. Note: the server does not check it.", ()),
    ],
)
def test_names_on_lines(text: str, expected: tuple[str, ...]) -> None:
    """One name a line is found below a line that ends in a colon."""
    assert expected == listed_names(text)
