// Every page works without this file.
(() => {
  "use strict";
  const all = (selector) => document.querySelectorAll(selector);

  // What has to be mended is read first.
  const summary = document.querySelector("[data-summary]");
  if (summary && !("autofocus" in summary)) summary.focus();

  const tell = (parent, text, look) => {
    const box = document.createElement("div");
    box.className = `notice ${look}`;
    box.setAttribute("role", "status");
    box.append(document.createElement("p"));
    box.firstChild.textContent = text;
    parent.append(box);
    return box;
  };
  const answers = async () => {
    try {
      return await fetch(location.href, { method: "HEAD" });
    } catch {
      return null;
    }
  };

  // Without a signal what was typed stays here, and is sent with its key as soon as there is one.
  const waitForSignal = (form, button) => {
    if (form.dataset.waits) return;
    form.dataset.waits = "1";
    const box = tell(form, "Belum terkirim – menunggu sinyal. Jangan tutup halaman; kami coba lagi.", "warn");
    const timer = setInterval(async () => {
      if (!navigator.onLine || !(await answers()) || !form.dataset.waits) return;
      clearInterval(timer);
      delete form.dataset.waits;
      box.remove();
      form.requestSubmit(button);
    }, 3000);
  };

  // Two minutes before the session ends people are asked whether they are still here.
  const idle = Number(document.body.dataset.idle);
  const watch = () =>
    setTimeout(() => {
      const box = tell(document.body, "Dua menit lagi halaman ini kami kunci, supaya aman.", "warn stay");
      const lock = () => {
        box.firstChild.textContent = "Anda lama tidak mengetuk, jadi kami kunci. Jawaban yang tersimpan aman. Masuk lagi.";
        button.remove();
      };
      const button = document.createElement("button");
      const end = setTimeout(lock, 120000);
      button.type = "button";
      button.className = "button";
      button.textContent = "Tetap di sini";
      button.onclick = async () => {
        const answer = await answers();
        if (!answer) return;
        clearTimeout(end);
        if (answer.redirected) return lock();
        box.remove();
        watch();
      };
      box.append(button);
    }, (idle - 120) * 1000);
  if (idle) watch();

  // One press, one sending; the key in the form guards the rest.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || "again" in form.dataset) return; // a file leaves the page as it is
    if (form.dataset.sent) return event.preventDefault();
    const button = event.submitter;
    if (!navigator.onLine && form.idem_key) {
      event.preventDefault();
      return waitForSignal(form, button);
    }
    form.dataset.sent = "1";
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

  // A page that waits for somebody else looks again by itself, and is shown anew once it changed.
  if (document.querySelector("[data-waits]")) {
    setInterval(async () => {
      try {
        const answer = document.hidden || (await fetch(location.href));
        if (answer.ok && !(await answer.text()).includes("data-waits")) location.reload();
      } catch {
        // without a signal the page stays as it is
      }
    }, 10000);
  }

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
    const field = box.closest(".field");
    const echo = field.querySelector(".echo") || field.appendChild(document.createElement("p"));
    echo.className = "echo";
    echo.setAttribute("aria-live", "polite");
    const say = () => {
      const found = /^(?:rp\.?\s?)?(?:(\d{1,3}(?:\.\d{3})+|\d+)(?:,00|,-)?|(\d{1,3}(?:\.\d{3})+|\d+(?:[.,]\d{1,2})?)\s?(rb|ribu|jt|juta))$/i.exec(box.value.trim());
      const [, plain, counted, unit] = found || [];
      const number = plain?.replaceAll(".", "") || counted?.replace(/\.(?=\d{3})/g, "").replace(",", ".") || 0;
      const amount = Math.round(number * (!unit ? 1 : /^r/i.test(unit) ? 1e3 : 1e6));
      echo.textContent = amount && amount < 1e12 ? `Rp${amount.toLocaleString("id-ID")} (${words(amount).replace(/\s+/g, " ").trim()} rupiah)` : "";
    };
    box.oninput = say;
    say();
  }

  // What an amount costs is computed by the server as soon as it is tapped or written.
  const computed = document.querySelector("[data-computed]");
  if (computed) {
    const form = computed.closest("form");
    const box = form.requested;
    let pause, newest;
    const compute = () => {
      clearTimeout(pause);
      pause = setTimeout(async () => {
        const body = new FormData(form);
        const own = (newest = {});
        body.set("hitung", "1");
        try {
          const answer = await fetch(location.href, { method: "POST", body });
          const page = new DOMParser().parseFromString(await answer.text(), "text/html");
          const found = answer.ok && page.querySelector("[data-computed]");
          if (own === newest) computed.replaceChildren(...(found ? found.childNodes : []));
        } catch {
          /* the button is still there */
        }
      }, 400);
    };
    form.addEventListener("change", (event) => {
      if (event.target.dataset.tapped) {
        box.value = Number(event.target.value).toLocaleString("id-ID");
        box.dispatchEvent(new Event("input"));
      }
      if (event.target.type === "radio" && event.target.name !== "purpose_kind") compute();
    });
    box.addEventListener("input", (event) => {
      if (!event.isTrusted) return;
      for (const chip of all("[data-tapped]:checked")) chip.checked = false;
      compute();
    });
  }

  // On somebody's own phone, answers that were not sent may wait here for a week: only figures and choices that
  // the form names. Switching off, signing out and another account wipe them.
  const OWNER = "harkat-own-phone";
  const WAITING = "harkat-waiting:";
  const WEEK = 7 * 24 * 3600 * 1000;
  const store = (() => {
    try {
      return localStorage;
    } catch {
      return null;
    }
  })();
  const read = (key) => {
    try {
      return JSON.parse(store.getItem(key));
    } catch {
      return null;
    }
  };
  const wipe = (isUnwanted) => {
    for (const key of Object.keys(store)) if (key.startsWith(WAITING) && isUnwanted(read(key))) store.removeItem(key);
  };
  const forget = () => {
    wipe(() => true);
    store.removeItem(OWNER);
  };

  const offerToWait = (form) => {
    const key = WAITING + location.pathname;
    const owner = form.owner_mark.value.slice(0, 16);
    const names = form.dataset.stays.split(" ");
    const given = () => {
      const sent = new FormData(form);
      return Object.fromEntries(names.map((name) => [name, sent.getAll(name)]));
    };
    const plain = (found) => names.map((name) => String(found[name] || "").replace(/[.\s]/g, "")).join("|");
    const known = plain(given());

    if (read(OWNER) && read(OWNER) !== owner) forget();
    const option = document.createElement("label");
    const box = document.createElement("input");
    const words = document.createElement("span");
    const hint = document.createElement("span");
    option.className = "option";
    box.type = "checkbox";
    box.checked = read(OWNER) === owner;
    words.textContent = "Ini HP saya sendiri";
    hint.className = "hint";
    hint.textContent = "Pilihan dan angka yang belum terkirim disimpan di HP ini 7 hari. Nama, nomor, dan foto tidak.";
    words.append(hint);
    option.append(box, words);
    const frame = document.createElement("div");
    frame.className = "field";
    frame.append(option);
    [...form.querySelectorAll(".actions")].pop().before(frame);

    const keep = () => {
      if (!box.checked || plain(given()) === known) return;
      store.setItem(key, JSON.stringify({ owner, until: Date.now() + WEEK, answers: given() }));
    };
    form.addEventListener("input", keep);
    form.addEventListener("change", keep);
    box.addEventListener("change", (event) => {
      event.stopPropagation();
      if (!box.checked) return forget();
      store.setItem(OWNER, JSON.stringify(owner));
      keep();
    });

    const waiting = read(key);
    if (!waiting || waiting.owner !== owner || summary) return;
    if (plain(waiting.answers) === known) return store.removeItem(key);
    const notice = tell(form, "Ada isian yang belum terkirim di HP ini.", "info");
    form.prepend(notice);
    const press = (label, act) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button quiet";
      button.textContent = label;
      button.onclick = () => {
        act();
        notice.remove();
      };
      notice.append(button);
    };
    press("Pakai lagi", () => {
      for (const field of form.elements) {
        const found = waiting.answers[field.name];
        if (!found) continue;
        if (field.type === "radio" || field.type === "checkbox") field.checked = found.includes(field.value);
        else field.value = found[0] || "";
        field.dispatchEvent(new Event("input"));
      }
    });
    press("Buang", () => store.removeItem(key));
  };

  if (store) {
    wipe((found) => !(found && found.until > Date.now()));
    for (const form of all("form[data-signs-out]")) form.addEventListener("submit", forget);
    const form = document.querySelector("form[data-stays]");
    if (form) offerToWait(form);
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
