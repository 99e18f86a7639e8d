"""What this room says, in Chinese. Gaps are written {}; where their order changes, {0} and {1}."""

from collections.abc import Mapping
from typing import Final

IN_GAPS: Final[Mapping[str, str]] = {
    "line": "行",
    "lines": "行",
    "semicolons": "分号",
    "tabs": "制表符",
}
"""Single words in gaps; others there are names."""

SENTENCES: Final[Mapping[str, str]] = {
    "true or false": "true 或 false",
    "a number": "数",
    "{} is there twice": "{} 出现了两次",
    "there is no column {}": "没有列 {}",
    "{} is missing": "缺少 {}",
    "is a number of which Excel kept the beginning: make the column text there, and enter it again": (
        "是被 Excel 截断的数：请在 Excel 中把该列设为文本格式，并重新输入"
    ),
    "the nearest is {}": "最接近的是 {}",
    "there are: {}": "可用的有：{}",
    "the name of column {}": "第 {} 列的名称",
    "{} is no argument of {}; {}": "{} 不是 {} 的参数；{}",
    "{} is not what stands for {}": "{} 不能表示{}",
    ", but reads as GBK, as Excel saves it: pass the encoding gb18030, or save it as UTF-8": (
        "，但可以按 GBK 读取（Excel 的保存方式）：请指定编码 gb18030，或另存为 UTF-8"
    ),
    "has {} wrong {} of {}": "有 {0} {1}有误，总数 {2}",
    "has {} between its columns": "的列分隔符是 {}",
    "it is no JSON object": "它不是 JSON 对象",
    "it repeats a key": "它有重复的键",
    "is neither .csv nor .jsonl": "既不是 .csv 也不是 .jsonl",
    "Name it after what it holds.": "请按内容为它命名。",
    "Correct them, or take them out.": "请改正或删去它们。",
    "holds no items": "中没有数据",
    "Name the right file.": "请指定正确的文件。",
    "is empty": "为空",
    "Begin it with a line of column names.": "请在第一行写列名。",
    "Save it with commas.": "请以逗号分隔保存。",
    "it is longer than {} characters": "它超过 {} 个字符",
    "it is not JSON": "它不是 JSON",
    "has a wrong line {}: {}": "的第 {} 行有误：{}",
    "Correct it, or take it out.": "请改正或删去它。",
    "has wrong columns: {}": "的列有误：{}",
    "See {}": "请参阅 {}",
    "there is no such encoding": "没有这种编码",
    "it is not text in {}{}": "它不是 {} 文本{}",
    "cannot be read ({})": "无法读取（{}）",
    "Check the path and its permissions.": "请检查路径及其权限。",
    "is not text in {}": "不是 {} 文本",
    "Name its charset.": "请指明它的字符集。",
    "line {}: {}": "第 {} 行：{}",
    "has no line of column names ({})": "没有列名行（{}）",
    "Begin it with one.": "请在第一行写列名。",
    "cannot be read: in line 1 {}": "无法读取：第 1 行{}",
    "Use a name that Python knows, such as gb18030.": "请使用 Python 认识的名称，例如 gb18030。",
    "it has {} columns instead of {}": "它有 {} 列，应为 {} 列",
    "it is no CSV ({}): look for a quote that is not closed, or not doubled": (
        "它不是 CSV（{}）：请检查是否有引号未闭合或未双写"
    ),
    "{} cannot be written ({})": "{} 无法写入（{}）",
    "{} is no journal of a bulk run": "{} 不是批量运行的日志文件",
    "{} exists and is no output of a bulk run, or has lost its {}": "{} 已存在，但不是批量运行的输出，或已丢失其 {}",
    "another run is writing {}": "另一个运行正在写 {}",
    "{} was written by another version of realname": "{} 是由其他版本的 realname 写的",
    "Choose another file; this one is not changed.": "请选择其他文件；这个文件没有被改动。",
    "Correct that; the same run then continues where it stopped.": "请排除故障；之后用同样的命令会从中断处继续。",
    "{} is of another operation": "{} 属于另一个接口",
    "{} is of another input, or {} was changed since": "{} 属于另一个输入，或 {} 之后被改动过",
    "Wait for its end, or name another file.": "请等它结束，或指定其他文件。",
    "line {} of {} is none that a bulk run writes": "{1} 的第 {0} 行不是批量运行写的",
    "Name another file.": "请指定其他文件。",
    "rate must be a number of calls a second above zero": "rate 必须是大于 0 的每秒调用次数",
    "Leave it out for none.": "不填表示不限制。",
    "{} must be a whole number from 1 to {}": "{} 必须是 1 到 {} 的整数",
}
