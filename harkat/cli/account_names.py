"""The Indonesian name of each account of the books, for bookkeepers."""

from collections.abc import Mapping

from harkat.domain.ledger import AccountCode

NAMES: Mapping[AccountCode, str] = {
    AccountCode.CEILING: "Pagu program",
    AccountCode.UNALLOCATED: "Pagu belum dibagi",
    AccountCode.ALLOCATED: "Pagu dibagi ke bank",
    AccountCode.SLICE: "Pagu bank",
    AccountCode.AVAILABLE: "Sisa pagu",
    AccountCode.COMMITTED: "Disetujui, belum cair",
    AccountCode.DISBURSED: "Realisasi",
    AccountCode.REPAID: "Pokok kembali",
    AccountCode.RETIRED: "Pokok kembali, tidak digulirkan",
    AccountCode.SHORTFALL: "Kekurangan pagu",
    AccountCode.CLEARING: "Rekening antara bank",
    AccountCode.CASH_IN_HAND: "Kas di tangan petugas",
    AccountCode.PRINCIPAL: "Pokok pinjaman",
    AccountCode.CAPITALISED: "Tunggakan jadi pokok",
    AccountCode.INTEREST_DUE: "Bunga jatuh tempo",
    AccountCode.INTEREST_AHEAD: "Bunga dibayar di muka",
    AccountCode.SUSPENSE: "Titipan",
    AccountCode.SUBSIDY_DUE: "Piutang subsidi",
    AccountCode.INTEREST_INCOME: "Pendapatan bunga",
    AccountCode.PENALTY_INCOME: "Pendapatan denda",
    AccountCode.FEE_INCOME: "Pendapatan biaya",
    AccountCode.SUBSIDY_INCOME: "Pendapatan subsidi",
    AccountCode.RECOVERED: "Diterima setelah hapus buku",
    AccountCode.LOSS_PRINCIPAL: "Hapus buku pokok",
    AccountCode.LOSS_INTEREST: "Hapus buku bunga",
    AccountCode.FORGIVEN_PRINCIPAL: "Hapus tagih pokok",
    AccountCode.FORGIVEN_INTEREST: "Bunga dihapus",
    AccountCode.CLAIM: "Tagihan hapus buku",
    AccountCode.CLAIM_COUNTER: "Lawan tagihan hapus buku",
    AccountCode.MEMBER_CLAIM: "Talangan antaranggota",
}
