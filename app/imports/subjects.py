"""What a row of a sheet is about, in its own words: one column, or a service and the host it runs on."""

from collections.abc import Mapping, Sequence

from app.imports.columns import Chunk
from app.imports.values.texts import texts_of


def subject_texts(chunk: Chunk, columns: Mapping[str, int]) -> Sequence[str]:
    """Each row's subject: "web01 / HTTP" where host and service have a column each, as the same service may run
    on many hosts; a row without a service is about the host itself.
    """
    texts = texts_of(chunk.column(columns.get("subject", -1)))
    if "host" not in columns:
        return texts
    hosts = texts_of(chunk.column(columns["host"]))
    return [_pair(host, text) for host, text in zip(hosts, texts, strict=True)]


def _pair(host: str, text: str) -> str:
    return f"{host} / {text}" if host and text and host != text else host or text
