"""Access tokens as e签宝 issues them: one that counts, and its predecessor for a few minutes more.

Lives and overlap as on e签宝's pages dev-guide3/dvb866 and paas_api/bb88zw: a token lives 120 minutes; a new one leaves
its predecessor at most 5 minutes and ends all older ones at once.
"""

import secrets

from attrs import define, evolve, field, frozen

ISSUE_PATH = "/v1/oauth2/access_token"
REFRESH_PATH = "/v1/oauth2/refresh_token"
PATHS = {ISSUE_PATH, REFRESH_PATH}


@frozen
class AccessToken:
    """A token and the token that it can be refreshed with."""

    text: str = field(repr=False)
    refresh_text: str = field(repr=False)
    issued_at: int
    """Milliseconds since 1970 by the time that journeys go by, as below."""
    expires_at: int


@define
class AccessTokens:
    """The tokens of one app."""

    current: AccessToken | None = None
    previous: AccessToken | None = None
    requests: int = 0
    """How many were issued."""

    def issue(self, now_ms: int, *, life_ms: int, overlap_ms: int) -> AccessToken:
        """Issue a new token, which cuts the last one short and ends the one before."""
        if self.current is not None:
            until = min(self.current.expires_at, now_ms + overlap_ms)
            self.previous = evolve(self.current, expires_at=until)
        self.current = AccessToken(secrets.token_urlsafe(32), secrets.token_urlsafe(32), now_ms, now_ms + life_ms)
        self.requests += 1
        return self.current

    def accepts(self, text: str, now_ms: int) -> bool:
        """Whether requests may carry this token."""
        alive = [token for token in (self.current, self.previous) if token is not None and token.expires_at > now_ms]
        return any(secrets.compare_digest(token.text.encode(), text.encode()) for token in alive)

    def can_refresh(self, refresh_text: str) -> bool:
        """Whether this belongs to the current token. Whether an older one would do, no page says."""
        current = self.current
        return current is not None and secrets.compare_digest(current.refresh_text.encode(), refresh_text.encode())

    def forget(self) -> None:
        """Forget every token."""
        self.current = self.previous = None
        self.requests = 0

    def revoke(self) -> None:
        """End the current token at once."""
        self.current = None
