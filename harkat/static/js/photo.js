// Makes photos small on the phone, shows how far the sending is, and tries again when the line drops.
// Every page works without this file.
(() => {
  "use strict";
  const SIDES = [1600, 1280, 1000];
  const ENOUGH = 300 * 1024;

  const shrink = async (file) => {
    if (!/^image\/(jpeg|png)$/.test(file.type) || file.size <= ENOUGH) return file;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      let smallest = file;
      for (const side of SIDES) {
        const scale = Math.min(1, side / Math.max(picture.width, picture.height));
        const canvas = document.createElement("canvas");
        canvas.width = Math.max(1, Math.round(picture.width * scale));
        canvas.height = Math.max(1, Math.round(picture.height * scale));
        const pen = canvas.getContext("2d");
        pen.fillStyle = "#fff";
        pen.fillRect(0, 0, canvas.width, canvas.height);
        pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
        for (const quality of [0.85, 0.7]) {
          const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
          if (made && made.size < smallest.size) smallest = made;
          if (smallest.size <= ENOUGH) return smallest;
        }
      }
      return smallest;
    } catch {
      return file; // The server says what is wrong with it.
    }
  };

  const start = () => {
    const frame = document.querySelector("[data-photo]");
    const form = frame && frame.querySelector("form");
    if (!form) return;
    const told = document.createElement("p");
    told.setAttribute("role", "status");
    const bar = document.createElement("progress");
    bar.max = 100;
    bar.hidden = true;
    form.append(told, bar);

    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (form.dataset.sending) return;
      const body = new FormData();
      let count = 0;
      for (const box of form.elements) {
        if (box.name && box.type !== "file" && box.type !== "submit") body.append(box.name, box.value);
      }
      form.dataset.sending = "1";
      told.textContent = "Mengecilkan foto…";
      for (const box of form.querySelectorAll("input[type=file]")) {
        for (const file of box.files) {
          count += 1;
          body.append(box.name, await shrink(file), `foto-${count}`);
        }
      }
      send(body, 3);
    });

    const send = (body, wait) => {
      const call = new XMLHttpRequest();
      call.open("POST", form.action || location.href);
      call.timeout = 180000;
      call.upload.onprogress = (event) => {
        if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
      };
      call.onload = () => show(call);
      // The key in the form makes it harmless to send the same photo once more.
      call.onerror = call.ontimeout = () => {
        told.textContent = "Belum terkirim karena sinyal. Jangan tutup halaman; kami coba lagi.";
        bar.hidden = true;
        let isOver = false;
        const again = () => {
          if (isOver) return;
          isOver = true;
          removeEventListener("online", again);
          send(body, Math.min(wait * 2, 30));
        };
        addEventListener("online", again);
        setTimeout(again, wait * 1000);
      };
      told.textContent = "Mengirim foto…";
      bar.hidden = false;
      call.send(body);
    };
  };

  // The answer is a whole page: what it says takes the place of what stands here.
  const show = (call) => {
    const page = new DOMParser().parseFromString(call.responseText, "text/html");
    const main = page.querySelector("main");
    if (!main) return location.reload();
    document.querySelector("main").replaceWith(main);
    document.title = page.title;
    if (call.responseURL !== location.href) history.pushState(null, "", call.responseURL);
    shown = location.pathname;
    scrollTo(0, 0);
    (main.querySelector("[data-summary]") || main).focus();
    start();
  };
  let shown = location.pathname;
  addEventListener("popstate", () => {
    if (location.pathname !== shown) location.reload();
  });

  start();
})();
