"""What is said about witnesses, wherever one is asked for."""

NOT_WITNESSED = "Saksi belum menyatakan setuju, atau isinya berubah. Minta saksi lagi."
TOO_OFTEN = "Hari ini sudah terlalu sering minta saksi. Coba lagi besok."
