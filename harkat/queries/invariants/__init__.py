"""What must always hold in the books; each check returns the rows that offend, or nothing.

Codes "E" are the identities of the ledger, "I" the programme's invariants, "M" those of money,
"C" what is stored beside the events to be read quickly.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from harkat.queries.invariants import cache, ledger, loans, workflow


@dataclass(frozen=True, kw_only=True)
class Check:
    """One invariant: `run` returns a sentence for each offending row."""

    code: str
    title: str
    run: Callable[[], Sequence[str]]


CHECKS = (
    Check(code="E1", title="setiap jurnal berjumlah nol", run=ledger.entries_sum_to_zero),
    Check(code="E2-E3", title="pagu terbagi habis", run=ledger.ceiling_is_divided),
    Check(code="E4", title="pagu bank sama dengan pemakaiannya", run=ledger.slices_are_kept),
    Check(
        code="E5",
        title="pokok = disalurkan - kembali - dihapus",
        run=ledger.principal_is_what_is_left,
    ),
    Check(code="E6", title="buku besar = hitungan kejadian", run=loans.loans_are_as_folded),
    Check(code="E7", title="komitmen = bagian yang disetujui", run=ledger.committed_is_live_lines),
    Check(code="E8", title="titipan = butir yang terbuka", run=ledger.suspense_is_open_items),
    Check(code="E9", title="talangan anggota saling menutup", run=ledger.member_claims_cancel_out),
    Check(code="E10", title="saldo = putar ulang jurnal", run=ledger.balances_are_replayed),
    Check(code="E11", title="tidak ada kekurangan pagu", run=ledger.no_shortfall),
    Check(code="E12", title="tagihan hapus buku punya lawan", run=ledger.claims_have_a_counter),
    Check(code="E13", title="bulan tertutup tetap tertutup", run=ledger.closed_months_stay_closed),
    Check(code="I2", title="tidak ada janji melebihi pagu", run=ledger.nothing_is_below_zero),
    Check(
        code="I3", title="satu pencairan, satu pinjaman", run=workflow.disbursed_lines_have_one_loan
    ),
    Check(code="I7", title="jadwal habis di nol", run=loans.schedules_close),
    Check(code="I8", title="pengusul bukan pemutus", run=workflow.maker_is_not_checker),
    Check(
        code="I18", title="penolakan punya alasan dan jalan keluar", run=workflow.rejections_lead_on
    ),
    Check(code="C1", title="simpanan = hitungan kejadian", run=cache.caches_are_as_folded),
    Check(code="M8", title="pembayaran = pembagiannya", run=loans.payments_are_allocated),
)
