# Generated from specs/zoloz by scripts/build.py; do not edit.

"""ZOLOZ Connect and Face Compare.

A merchant's users enroll a face once and are verified by it ever after; two faces are compared;
what one transaction left behind is deleted; and a call checks credentials.
"""

from realname.core.pages import names_of_pages

from .client import SERVERS as SERVERS
from .client import AsyncClient as AsyncClient
from .client import AsyncRawClient as AsyncRawClient
from .client import Client as Client
from .client import RawClient as RawClient

__getattr__, __dir__ = names_of_pages(globals())
