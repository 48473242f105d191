"""Why a value is refused with which some loan could not exist, and what would work."""

from harkat.domain.contract_terms import ImpossibleProduct
from harkat.domain.money import Rupiah, format_rupiah
from harkat.domain.product import Impossible, ImpossibleTerms, RefusedTerms
from harkat.web.admin.setting_labels import LABELS, written

_SETTINGS = {"instalments": "instalment_choices", "fee": "fee_provision"}


def impossible_sentence(problem: ImpossibleProduct) -> str:
    """Return which loan cannot be, by which rule, and what would work."""
    return (
        f"Dengan nilai ini, pinjaman {format_rupiah(problem.principal)} dengan "
        f"{problem.instalments} kali cicilan tidak bisa dihitung. {_what_works(problem.refused)}"
    )


def _what_works(refused: RefusedTerms) -> str:
    name = _SETTINGS.get(refused.field, refused.field)
    title = LABELS[name].title if name in LABELS else name
    match refused:
        case ImpossibleTerms(reason=Impossible.ROW_WITHOUT_PRINCIPAL, highest=highest):
            return f"{title}: paling banyak {_said(name, highest)}."
        case ImpossibleTerms(choices=choices) if choices:
            return f"{title}: yang bisa {', '.join(_said(name, choice) for choice in choices)}."
        case ImpossibleTerms(lowest=lowest, highest=highest) if highest is not None:
            return f"{title}: yang bisa {_said(name, lowest)} sampai {_said(name, highest)}."
    return f"Periksa aturan ini: {title}."


def _said(name: str, bound: object) -> str:
    if isinstance(bound, Rupiah):
        return format_rupiah(bound)
    return written(name, str(bound)) if name in LABELS else str(bound)
