// Every page works without this file.
(() => {
  "use strict";
  const all = (selector) => document.querySelectorAll(selector);

  // What has to be mended is read first.
  const summary = document.querySelector("[data-summary]");
  if (summary && !("autofocus" in summary)) summary.focus();

  // One press, one sending; the key in the form guards the rest.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || "again" in form.dataset) return; // a file leaves the page as it is
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    const button = event.submitter;
    if (button && button.classList.contains("button")) {
      button.setAttribute("aria-disabled", "true");
      button.dataset.was = button.textContent;
      button.textContent = "Mengirim…";
    }
  });
  addEventListener("pageshow", () => {
    for (const form of all("form[data-sent]")) delete form.dataset.sent;
    for (const button of all("[data-was]")) {
      button.textContent = button.dataset.was;
      button.removeAttribute("aria-disabled");
    }
  });

  for (const frame of all("[data-reveal]")) {
    const box = frame.querySelector("input");
    const button = document.createElement("button");
    const show = (visible) => {
      box.type = visible ? "text" : "password";
      button.textContent = visible ? "Tutup" : "Lihat";
      button.setAttribute("aria-label", `${button.textContent} kata sandi`);
    };
    button.type = "button";
    button.className = "part";
    button.onclick = () => show(box.type === "password");
    frame.append(button);
    show(false);
    box.form.addEventListener("submit", () => show(false));
  }

  const UNITS = ["", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"];
  const words = (n) => {
    const join = (size, name) => `${words(Math.floor(n / size))} ${name} ${words(n % size)}`;
    if (n < 12) return UNITS[n];
    if (n < 20) return `${words(n - 10)} belas`;
    if (n < 100) return join(10, "puluh");
    if (n < 200) return `seratus ${words(n - 100)}`;
    if (n < 1000) return join(100, "ratus");
    if (n < 2000) return `seribu ${words(n - 1000)}`;
    if (n < 1e6) return join(1e3, "ribu");
    if (n < 1e9) return join(1e6, "juta");
    return join(1e9, "miliar");
  };
  for (const box of all("[data-rupiah]")) {
    const echo = document.createElement("p");
    echo.className = "echo";
    echo.setAttribute("aria-live", "polite");
    box.closest(".field").append(echo);
    const tell = () => {
      const found = /^(?:rp\.?\s?)?(\d{1,3}(?:\.\d{3})+|\d+)(?:,00|\s?(jt|juta))?$/i.exec(box.value.trim());
      const amount = found ? Number(found[1].replaceAll(".", "")) * (found[2] ? 1e6 : 1) : 0;
      echo.textContent = amount && amount < 1e12 ? `Rp${amount.toLocaleString("id-ID")} (${words(amount).replace(/\s+/g, " ").trim()} rupiah)` : "";
    };
    box.oninput = tell;
    tell();
  }

  for (const button of all("[data-print]")) {
    button.hidden = false;
    button.onclick = () => print();
  }

  // A reason brings its usual next step, as long as nobody has written another one.
  for (const list of all("[data-fills]")) {
    const usual = JSON.parse(list.dataset.texts);
    const box = document.getElementById(list.dataset.fills);
    const isUntouched = () => !box.value.trim() || Object.values(usual).includes(box.value.trim());
    const fill = () => {
      if (isUntouched()) box.value = usual[list.value] || "";
    };
    list.addEventListener("change", fill);
    fill();
  }
})();
