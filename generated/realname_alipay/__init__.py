# Generated from specs/alipay by scripts/build.py; do not edit.

"""Alipay identity verification.

Face verification (人脸核身, and 跳转支付宝人脸核身 by a jump into Alipay), identity verification (身份认证),
comparison with a person's Alipay account (实名证件信息比对验证), and Zhima Credit's jobworth (芝麻信用 职得), over
Alipay OpenAPI v3.
"""

from realname.core.pages import names_of_pages

from .client import SERVERS as SERVERS
from .client import AsyncClient as AsyncClient
from .client import AsyncRawClient as AsyncRawClient
from .client import Client as Client
from .client import RawClient as RawClient

__getattr__, __dir__ = names_of_pages(globals())
