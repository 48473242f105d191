"""Reads the loan of a replay from its file; what cannot be is refused in one sentence."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from harkat.cli.refusal import Refusal, problem_of, quoted, said
from harkat.domain.loan_events import (
    CHANGE_KINDS,
    CreditSpent,
    EventKind,
    ImpossibleHistory,
    LoanEvent,
)
from harkat.domain.loan_life import CannotHappen, OutOfLife, check_recordable
from harkat.domain.money import MOST_DIGITS, Rupiah
from harkat.domain.position import position
from harkat.domain.product import LATEST, LoanTerms, RefusedTerms
from harkat.domain.schedule import schedule
from harkat.domain.schedule_change import ScheduleChange

_MOST_BYTES = 5_000_000
_EVENT = '{"kind": "repaid", "on": "2026-03-02", "amount": 846937}'


@dataclass(frozen=True, kw_only=True)
class Case:
    """One loan of a file: its terms, what happened, and the day of the question."""

    terms: LoanTerms
    events: Sequence[LoanEvent]
    on: date


def read_case(file: Path) -> Case:
    """Read the file and check each event as if it were recorded on the day of the question.

    :raises Refusal: for whatever is no loan, with what would be right
    """
    document = _document(file)
    for name in ("terms", "events", "on"):
        if name not in document:
            raise Refusal(f'Berkas tidak punya "{name}"; tulis "terms", "events", dan "on".')
    terms = _terms(document["terms"])
    on = _day(document["on"], "on")
    if not isinstance(document["events"], list):
        raise Refusal(f"events: bukan daftar; tulis misalnya [{_EVENT}].")
    events: list[LoanEvent] = []
    for index, data in enumerate(document["events"]):
        where = f"events[{index}]"
        event = _event(data, where, earlier=events)
        _check(terms, events, event, where, on=on)
        events.append(event)
    return Case(terms=terms, events=events, on=on)


def _document(file: Path) -> Mapping[str, Any]:
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise Refusal(f'Berkas "{file}" terlalu besar; paling besar 5 MB.')
        document = json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError:
        raise Refusal(f'Berkas "{file}" tidak bisa dibuka; periksa nama dan izinnya.') from None
    except (ValueError, RecursionError):
        raise Refusal(
            f'Berkas "{file}" bukan JSON; periksa tanda kurung, kutip, dan komanya.'
        ) from None
    if not isinstance(document, dict):
        raise Refusal(f'Berkas "{file}" bukan satu objek JSON; mulai dengan {{ dan akhiri }}.')
    return document


_TERMS_KEYS = {"first_due_on": "first_due"}
_TERMS_EXAMPLES = {
    "principal": "10000000",
    "annual_rate": '"0.03"',
    "instalments": "12",
    "method": '"declining_annuity"',
    "disbursed_on": '"2026-02-02"',
    "first_due_on": '"2026-03-10"',
    "holidays": '["2026-03-20"]',
    "bank_rate": '"0.06"',
    "settlement_rebate": '"0.5"',
    "penalty_rate": '"0.001"',
    "penalty_cap": '"0.05"',
}


def _terms(data: object) -> LoanTerms:
    if not isinstance(data, dict):
        raise Refusal('terms: bukan satu objek; tulis misalnya {"principal": 10000000, ...}.')
    try:
        terms = LoanTerms.from_json(data)
        schedule(terms)
    except RefusedTerms as refused:
        raise _refused_term(refused, "terms") from None
    return terms


def _refused_term(refused: RefusedTerms, where: str) -> Refusal:
    name = f"{where}.{_TERMS_KEYS.get(refused.field, refused.field)}"
    example = f"tulis misalnya {_TERMS_EXAMPLES.get(refused.field, '0')}"
    if refused.value is None:
        return Refusal(f"{name}: belum diisi; {example}.")
    return Refusal(f"{name}: {quoted(refused.value)} {problem_of(refused, example=example)}.")


def _day(value: object, where: str) -> date:
    if value is None:
        raise Refusal(f"{where}: belum diisi; tulis misalnya 2026-03-02.")
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        day = None
    if day is None or day.isoformat() != value:
        raise Refusal(f"{where}: {quoted(value)} bukan tanggal; tulis misalnya 2026-03-02.")
    if day > LATEST:
        raise Refusal(f"{where}: {value} terlalu jauh; yang bisa: paling akhir {LATEST}.")
    return day


_KEYS_OF_ANY = frozenset({"kind", "on", "amount", "key", "reverses", "change"})


def _event(data: object, where: str, *, earlier: Sequence[LoanEvent]) -> LoanEvent:
    if not isinstance(data, dict):
        raise Refusal(f"{where}: bukan satu objek; tulis misalnya {_EVENT}.")
    kind = _kind(data.get("kind"), where)
    seq = len(earlier) + 1
    key = data.get("key", f"event-{seq}")
    if not isinstance(key, str) or not key:
        raise Refusal(f"{where}.key: {quoted(key)} bukan teks; tulis kunci yang berbeda tiap kali.")
    if any(event.key == key for event in earlier):
        raise Refusal(f"{where}.key: {quoted(key)} sudah dipakai; tulis kunci lain.")
    details: dict[str, Any] = {
        "value_on": _day(data.get("on"), f"{where}.on"),
        "amount": _amount(data.get("amount", 0), where),
        "reverses": _reverses(data, kind, where, earlier),
        "change": _change(data, kind, where),
    }
    try:
        return LoanEvent(seq=seq, kind=kind, key=key, **details)
    except ImpossibleHistory:
        raise Refusal(
            f"{where}.amount: {kind} memerlukan jumlah; tulis rupiah di atas 0."
        ) from None


def _kind(value: object, where: str) -> EventKind:
    words = ", ".join(EventKind)
    if value is None:
        raise Refusal(f"{where}.kind: belum diisi; yang bisa: {words}.")
    try:
        return EventKind(str(value))
    except ValueError:
        raise Refusal(f"{where}.kind: {quoted(value)} tidak dikenal; yang bisa: {words}.") from None


def _amount(value: object, where: str) -> Rupiah:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise Refusal(
            f"{where}.amount: {quoted(value)} bukan jumlah; tulis rupiah bulat tanpa tanda kutip."
        )
    if value >= 10**MOST_DIGITS:
        raise Refusal(
            f"{where}.amount: {quoted(value)} terlalu besar; "
            f"yang bisa: paling banyak {said(Rupiah(10**MOST_DIGITS - 1))}."
        )
    return Rupiah(value)


def _reverses(
    data: Mapping[str, Any], kind: EventKind, where: str, earlier: Sequence[LoanEvent]
) -> int | None:
    if kind is not EventKind.REVERSED:
        if "reverses" in data:
            raise Refusal(f"{where}.reverses: hanya untuk reversed; hapus isian ini.")
        return None
    wanted = data.get("reverses")
    if wanted is None:
        raise Refusal(f"{where}.reverses: belum diisi; tulis kunci kejadian sebelumnya.")
    found = next((event.seq for event in earlier if wanted == event.key), None)
    if found is None:
        raise Refusal(
            f"{where}.reverses: {quoted(wanted)} tidak ada; tulis kunci kejadian sebelumnya."
        )
    return found


_OF_ALL_CHANGES = frozenset(field.name for field in fields(ScheduleChange))
_CHANGES: Mapping[EventKind, frozenset[str]] = {
    EventKind.RATE_CHANGED: frozenset({"annual_rate"}),
    EventKind.PAYMENT_HOLIDAY: frozenset({"periods", "interest_grace_mode"}),
    EventKind.RESTRUCTURED: _OF_ALL_CHANGES - {"periods"},
}
_CHANGE_EXAMPLES = {"annual_rate": '"0.03"', "first_due_on": '"2026-03-10"'}


def _change(data: Mapping[str, Any], kind: EventKind, where: str) -> ScheduleChange | None:
    """Read how the schedule changes, written in the event itself or in its `change`."""
    beside = {name: value for name, value in data.items() if name not in _KEYS_OF_ANY}
    inside = data.get("change", {})
    if not isinstance(inside, dict):
        raise Refusal(f'{where}.change: bukan satu objek; tulis misalnya {{"instalments": 24}}.')
    changes = {**inside, **beside}
    unknown = next((name for name in changes if name not in _CHANGES.get(kind, ())), None)
    if unknown is not None:
        known = ", ".join(sorted(_CHANGES.get(kind, ())))
        works = f"yang bisa: {known}" if known else "hapus isian ini"
        raise Refusal(f"{where}.{unknown}: tidak dikenal untuk {kind}; {works}.")
    if kind not in CHANGE_KINDS:
        return None
    try:
        return ScheduleChange.from_json(changes)
    except RefusedTerms as refused:
        example = f"tulis misalnya {_CHANGE_EXAMPLES.get(refused.field, '1')}"
        problem = problem_of(refused, example=example)
        raise Refusal(f"{where}.{refused.field}: {quoted(refused.value)} {problem}.") from None


def _check(
    terms: LoanTerms,
    known: Sequence[LoanEvent],
    event: LoanEvent,
    where: str,
    *,
    on: date,
) -> None:
    try:
        check_recordable(terms=terms, known=known, event=event, today=on)
        position(terms=terms, events=[*known, event], on=on)
    except CannotHappen as refused:
        raise Refusal(f"{where}.{refused.field}: {_sentence(refused)}.") from None
    except CreditSpent as refused:
        raise Refusal(_spent(refused, known, event, where)) from None
    except ImpossibleHistory:
        raise Refusal(
            f"{where}.kind: {event.kind} tidak cocok dengan kejadian lain; periksa urutannya."
        ) from None
    except RefusedTerms as refused:
        raise _refused_term(refused, where) from None


_SENTENCES: Mapping[OutOfLife, str] = {
    OutOfLife.IN_THE_FUTURE: "{value} sesudah tanggal posisi; yang bisa: paling akhir {right}",
    OutOfLife.BEFORE_DISBURSEMENT: "{value} sebelum pencairan; yang bisa: mulai {right}",
    OutOfLife.NOT_ON_FIRST_DAY: "{value} bukan tanggal pencairan; yang benar: {right}",
    OutOfLife.MORE_THAN_THE_LOAN: "{value} melebihi pinjaman; yang bisa: paling banyak {right}",
    OutOfLife.LOAN_ENDED: "{value} tidak bisa dicatat sesudah pinjaman berakhir; hapus",
    OutOfLife.NOT_IN_TRANCHES: "{value} sebagian saja; yang benar: {right}, sekali cair",
    OutOfLife.NOT_WRITTEN_OFF: "{value} hanya sesudah hapus buku; yang benar: {right}",
    OutOfLife.MORE_THAN_DUE: "{value} melebihi yang terutang; yang bisa: paling banyak {right}",
    OutOfLife.MORE_THAN_CREDIT: "{value} melebihi titipan; yang bisa: paling banyak {right}",
    OutOfLife.NOT_THE_QUOTE: "{value} bukan jumlah pelunasan hari itu; yang benar: {right}",
    OutOfLife.NOTHING_TO_COME: "{value} sesudah angsuran terakhir; yang bisa: sebelum {right}",
    OutOfLife.CHANGES_NOTHING: "belum diisi; tulis nilai yang baru",
    OutOfLife.MARGIN_IS_FIXED: "{value} tidak bisa, margin tetap sejak akad; hapus",
    OutOfLife.TOO_MANY_INSTALMENTS: "{value} terlalu banyak; yang bisa: paling banyak {right}",
    OutOfLife.UNKNOWN_EVENT: "kejadian {value} tidak ada; tulis kunci kejadian sebelumnya",
    OutOfLife.REVERSAL_OF_REVERSAL: "{value} sendiri pembalikan; catat kejadian aslinya lagi",
    OutOfLife.REVERSED_ALREADY: "{value} sudah dibalik; hapus pembalikan yang kedua",
    OutOfLife.REVERSED_BEFORE_IT_HAPPENED: "{value} sebelum kejadiannya; yang bisa: mulai {right}",
    OutOfLife.OTHERS_BUILD_ON_IT: "{value} dipakai kejadian {right}; balik kejadian itu dahulu",
}


def _sentence(refused: CannotHappen) -> str:
    if refused.reason is OutOfLife.LOAN_ENDED and refused.right is not None:
        return f"{refused.value} tidak bisa sesudah hapus buku; yang benar: {refused.right}"
    value, right = quoted(refused.value), quoted(refused.right)
    if isinstance(refused.value, EventKind):
        value, right = said(refused.value), said(refused.right)
    return _SENTENCES[refused.reason].format(value=value, right=right)


def _spent(refused: CreditSpent, known: Sequence[LoanEvent], event: LoanEvent, where: str) -> str:
    """Say which event uses the titipan that an event takes away."""
    user = next((other for other in known if other.seq == refused.seq), event)
    field = "on" if event.reverses is None else "reverses"
    return (
        f"{where}.{field}: titipan sudah dipakai kejadian {quoted(user.key)}; "
        "balik kejadian itu dahulu."
    )
