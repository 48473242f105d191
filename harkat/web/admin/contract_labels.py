"""The rules a contract carries, in words: price, schedule, due dates, payments and penalties."""

from collections.abc import Mapping

from harkat.domain.money import Rupiah, format_rupiah
from harkat.domain.product import (
    MULTIPLES,
    AllocationOrder,
    DayCount,
    DueDayShift,
    Every,
    InterestGraceMode,
    InterestMethod,
    MarginSpread,
    PenaltyPer,
    Rounding,
    SettlementRule,
    Surplus,
)
from harkat.domain.programme_rules import FirstPeriod
from harkat.web.admin.setting_kinds import Kind, Part, SettingLabel, words_of

_MULTIPLES = {
    str(multiple): f"Kelipatan {format_rupiah(Rupiah(multiple))}"
    if multiple > 1
    else "Sampai Rp1, tanpa kelipatan"
    for multiple in MULTIPLES
}

CONTRACT_LABELS: Mapping[str, SettingLabel] = {
    "method": SettingLabel(
        part=Part.PRICE,
        title="Cara menghitung bunga",
        meaning="Bagaimana bunga dan pokok dibagi ke cicilan.",
        kind=Kind.CHOICE,
        choices=words_of(InterestMethod),
    ),
    "annual_rate": SettingLabel(
        part=Part.PRICE,
        title="Bunga setahun",
        meaning="Harga pinjaman dalam persen setahun.",
        kind=Kind.RATE,
    ),
    "price_label": SettingLabel(
        part=Part.PRICE,
        title="Sebutan harga pinjaman",
        meaning='Kata yang dibaca pemohon, misalnya "bunga" atau "bagi hasil".',
        kind=Kind.TEXT,
    ),
    "instalment_choices": SettingLabel(
        part=Part.PRICE,
        title="Pilihan lama pinjaman",
        meaning="Berapa kali cicilan yang bisa dipilih pemohon; cicilan bulanan berarti bulan.",
        kind=Kind.MONTHS,
        unit="kali cicilan",
        hint="Tulis banyaknya cicilan dipisah spasi, misalnya 6 12 18 24.",
    ),
    "every": SettingLabel(
        part=Part.PRICE,
        title="Irama cicilan",
        meaning="Seberapa sering peminjam membayar.",
        kind=Kind.CHOICE,
        choices=words_of(Every),
    ),
    "day_count": SettingLabel(
        part=Part.PRICE,
        title="Hitungan hari bunga",
        meaning="Bagian tahun yang dihitung untuk satu masa cicilan.",
        kind=Kind.CHOICE,
        choices=words_of(DayCount),
    ),
    "rounding": SettingLabel(
        part=Part.PRICE,
        title="Pembulatan",
        meaning="Ke mana pecahan rupiah dibulatkan.",
        kind=Kind.CHOICE,
        choices=words_of(Rounding),
    ),
    "multiple": SettingLabel(
        part=Part.PRICE,
        title="Kelipatan cicilan",
        meaning="Cicilan dibulatkan ke kelipatan ini; yang terakhir menutup sisanya.",
        kind=Kind.CHOICE,
        choices=_MULTIPLES,
    ),
    "principal_grace": SettingLabel(
        part=Part.PRICE,
        title="Masa tenggang pokok",
        meaning="Selama sekian cicilan pertama hanya bunga yang dibayar.",
        kind=Kind.COUNT,
        unit="kali cicilan",
    ),
    "interest_grace": SettingLabel(
        part=Part.PRICE,
        title="Masa tenggang penuh",
        meaning="Selama sekian cicilan pertama tidak ada yang dibayar.",
        kind=Kind.COUNT,
        unit="kali cicilan",
    ),
    "interest_grace_mode": SettingLabel(
        part=Part.PRICE,
        title="Bunga selama masa tenggang penuh",
        meaning="Apa yang terjadi dengan bunga masa tanpa cicilan.",
        kind=Kind.CHOICE,
        choices=words_of(InterestGraceMode),
    ),
    "margin_spread": SettingLabel(
        part=Part.PRICE,
        title="Pembagian margin",
        meaning="Untuk bagi hasil: bagaimana margin dibagi ke cicilan.",
        kind=Kind.CHOICE,
        choices=words_of(MarginSpread),
    ),
    "fee_provision": SettingLabel(
        part=Part.FEES,
        title="Provisi",
        meaning="Biaya provisi satu pinjaman; tidak pernah dipotong dari uang yang dikirim.",
        kind=Kind.AMOUNT,
    ),
    "fee_admin": SettingLabel(
        part=Part.FEES,
        title="Biaya administrasi",
        meaning="Biaya administrasi satu pinjaman; tidak pernah dipotong dari uang yang dikirim.",
        kind=Kind.AMOUNT,
    ),
    "fee_insurance": SettingLabel(
        part=Part.FEES,
        title="Asuransi",
        meaning="Premi asuransi satu pinjaman; tidak pernah dipotong dari uang yang dikirim.",
        kind=Kind.AMOUNT,
    ),
    "due_day": SettingLabel(
        part=Part.DUE_DATES,
        title="Tanggal tetap jatuh tempo",
        meaning="Semua cicilan bulanan jatuh pada tanggal ini.",
        kind=Kind.OPTIONAL_COUNT,
        hint="Tulis tanggal 1 sampai 28. Kosongkan bila mengikuti tanggal uang dikirim.",
        nothing="tanggal uang dikirim",
    ),
    "first_period": SettingLabel(
        part=Part.DUE_DATES,
        title="Masa pertama dengan tanggal tetap",
        meaning="Cicilan pertama paling cepat sebulan sesudah uang dikirim, atau lebih awal.",
        kind=Kind.CHOICE,
        choices=words_of(FirstPeriod),
    ),
    "due_day_shift": SettingLabel(
        part=Part.DUE_DATES,
        title="Jatuh tempo hari Minggu atau libur",
        meaning="Hanya tanggalnya bergeser, menurut libur yang diketahui saat disetujui.",
        kind=Kind.CHOICE,
        choices=words_of(DueDayShift),
    ),
    "bank_rate": SettingLabel(
        part=Part.PRICE,
        title="Bunga bank sendiri",
        meaning="Bila lebih tinggi dari bunga peminjam, selisihnya ditagih ke Pemkot.",
        kind=Kind.OPTIONAL_RATE,
        nothing="sama dengan bunga peminjam",
    ),
    "allocation_order": SettingLabel(
        part=Part.PAYING,
        title="Urutan pembayaran",
        meaning="Apa yang dibayar lebih dulu oleh uang yang masuk.",
        kind=Kind.CHOICE,
        choices=words_of(AllocationOrder),
    ),
    "surplus": SettingLabel(
        part=Part.PAYING,
        title="Kelebihan bayar",
        meaning="Apa yang terjadi dengan uang di atas yang sudah jatuh tempo.",
        kind=Kind.CHOICE,
        choices=words_of(Surplus),
    ),
    "settlement": SettingLabel(
        part=Part.PAYING,
        title="Pelunasan dipercepat",
        meaning="Apa yang dibayar bila peminjam melunasi lebih cepat.",
        kind=Kind.CHOICE,
        choices=words_of(SettlementRule),
    ),
    "settlement_rebate": SettingLabel(
        part=Part.PAYING,
        title="Potongan margin saat pelunasan",
        meaning="Bagian margin yang belum jatuh tempo yang dihapus bila semua margin ditagih.",
        kind=Kind.RATE,
    ),
    "penalty_rate": SettingLabel(
        part=Part.PENALTY,
        title="Denda",
        meaning="Persen dari cicilan yang telat; 0 berarti tanpa denda.",
        kind=Kind.RATE,
    ),
    "penalty_per": SettingLabel(
        part=Part.PENALTY,
        title="Denda untuk setiap",
        meaning="Untuk waktu berapa persen denda itu.",
        kind=Kind.CHOICE,
        choices=words_of(PenaltyPer),
    ),
    "penalty_grace_days": SettingLabel(
        part=Part.PENALTY,
        title="Hari tanpa denda",
        meaning="Telat sampai sekian hari belum kena denda.",
        kind=Kind.COUNT,
        unit="hari",
    ),
    "penalty_cap": SettingLabel(
        part=Part.PENALTY,
        title="Batas denda",
        meaning="Denda satu cicilan paling banyak sekian persen dari cicilan itu.",
        kind=Kind.OPTIONAL_RATE,
        nothing="tanpa batas",
    ),
    "restructurings_per_year": SettingLabel(
        part=Part.TROUBLE,
        title="Keringanan setahun",
        meaning="Paling banyak sekian kali keringanan cicilan satu pinjaman dalam setahun.",
        kind=Kind.COUNT,
        unit="kali",
    ),
    "call_after_days": SettingLabel(
        part=Part.TROUBLE,
        title="Panggilan tanggung renteng",
        meaning="Setelah telat sekian hari, peminjam lain diminta membantu.",
        kind=Kind.COUNT,
        unit="hari",
    ),
    "write_off_call_days": SettingLabel(
        part=Part.TROUBLE,
        title="Panggilan sebelum hapus buku",
        meaning="Hapus buku baru boleh sesudah panggilan berjalan sekian hari.",
        kind=Kind.COUNT,
        unit="hari",
    ),
}
