// Fills in where this device is, when asked to. The page works without this file.
(() => {
  "use strict";
  const frame = document.querySelector("[data-locate]");
  if (!frame || !navigator.geolocation) return;
  const box = document.getElementById(frame.dataset.locate);
  const button = frame.querySelector("button");
  const told = frame.querySelector("[role=status]");
  frame.hidden = false;
  button.onclick = () => {
    told.textContent = "Mencari lokasi…";
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        box.value = `${coords.latitude.toFixed(5)}, ${coords.longitude.toFixed(5)}`;
        told.textContent = "Titik terisi. Tekan Simpan titik lokasi.";
      },
      () => {
        told.textContent = "Lokasi tidak terbaca. Tulis angkanya di bawah, atau lewati saja.";
      },
      { enableHighAccuracy: true, timeout: 20000 },
    );
  };
})();
