# Generated from specs/esign by scripts/build.py; do not edit.

"""e签宝 identity verification.

Identity-verification flows (实名认证) at e签宝: started, and their state and outcome asked for or told by
callback. What starts or confirms says nothing of the person; the outline or the detail of the flow
does. Comparisons of data (信息比对) stand alone, and their answer is all there is. Requests are signed,
or carry a token that `GET /v1/oauth2/access_token` gives for the app's id and secret; fetching
tokens is transport and not described further.
"""

from realname.core.pages import names_of_pages

from .client import SERVERS as SERVERS
from .client import AsyncClient as AsyncClient
from .client import AsyncRawClient as AsyncRawClient
from .client import Client as Client
from .client import RawClient as RawClient

__getattr__, __dir__ = names_of_pages(globals())
