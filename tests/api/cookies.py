"""Cookies of clients in tests: none, as what one test asks is nothing to the next."""

from __future__ import annotations

from http.cookiejar import CookieJar, DefaultCookiePolicy


def no_cookies() -> CookieJar:
    """Make a jar that keeps nothing."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=[]))
