"""The table of settings: what it reads, what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.settings import TABLE, SettingInvalid, Settings, as_markdown, parse_bytes, setting, show_bytes


def test_every_setting_has_help_and_a_default_that_it_would_take() -> None:
    for row in TABLE:
        assert row.help
        assert row.parse(row.shown_default) == row.default, row.name


@pytest.mark.parametrize(
    ("variable", "text", "name", "value"),
    [
        ("NHIEMVU_HOST", "192.0.2.7", "host", "192.0.2.7"),
        ("NHIEMVU_PORT", "0", "port", 0),
        ("NHIEMVU_QUERY_TIMEOUT", "2.5", "query_timeout", 2.5),
        ("NHIEMVU_QUERY_MEMORY", "512 MB", "query_memory", 512 << 20),
        ("NHIEMVU_RESULT_LIMIT", "1.5g", "result_limit", 3 << 29),
        ("NHIEMVU_CORS_ORIGINS", "https://a.example, https://b.example,", "cors_origins", None),
        ("NHIEMVU_ALLOWED_HOSTS", "", "allowed_hosts", ()),
    ],
)
def test_environment(variable: str, text: str, name: str, value: object) -> None:
    if name == "cors_origins":
        value = ("https://a.example", "https://b.example")
    assert getattr(Settings.from_environment({variable: text}), name) == value


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("NHIEMVU_PORT", "http"),
        ("NHIEMVU_PORT", "65536"),
        ("NHIEMVU_PORT", "-1"),
        ("NHIEMVU_QUERY_TIMEOUT", "0"),
        ("NHIEMVU_QUERY_TIMEOUT", "nan"),
        ("NHIEMVU_QUERY_TIMEOUT", "inf"),
        ("NHIEMVU_QUERY_MEMORY", "1 TB"),
        ("NHIEMVU_QUERY_MEMORY", "255MB"),
        ("NHIEMVU_QUERY_MEMORY", "9999999999GB"),
    ],
)
def test_a_wrong_value_is_named_with_what_it_must_be(variable: str, text: str) -> None:
    with pytest.raises(SettingInvalid) as caught:
        Settings.from_environment({variable: text})
    assert text in str(caught.value)
    assert "must be" in str(caught.value)


def test_what_is_given_wins_over_the_environment_and_none_is_not_given() -> None:
    environment = {"NHIEMVU_PORT": "9000", "NHIEMVU_HOST": "::1"}
    made = Settings.from_environment(environment, port=8123, host=None)
    assert (made.port, made.host) == (8123, "::1")


def test_settings_made_in_code_are_checked_too() -> None:
    with pytest.raises(SettingInvalid, match="at least 0"):
        Settings(port=-1)


@given(st.integers(min_value=0, max_value=1 << 40))
def test_sizes_are_read_as_they_are_shown(size: int) -> None:
    assert parse_bytes(show_bytes(size).replace("bytes", "")) == size


def test_the_docs_list_every_setting_as_it_is() -> None:
    docs = Path(__file__).parents[2] / "docs" / "operations.md"
    written = docs.read_text(encoding="utf-8").partition("api.settings` -->\n")[2].partition("<!--")[0]
    assert written == as_markdown()  # else put the output of `python -m api.settings` there
    for row in TABLE:
        assert f"`{row.flag}`" in written
        assert f"`{row.variable}`" in written
    assert setting("query_timeout").flag == "--query-timeout"
