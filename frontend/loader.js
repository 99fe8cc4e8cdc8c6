// Runs before the client, and helps where it cannot start: a file that is gone, as after an update of the server, is
// worth one reload; after that the page says so. Its own name never changes, so that it is there after every update.
(() => {
  const RELOADED = "reloaded-for-file";
  let started = false;
  let failed = false;
  const reloadOnce = () => {
    try {
      if (sessionStorage.getItem(RELOADED) === null) {
        sessionStorage.setItem(RELOADED, "yes");
        location.reload();
        return true;
      }
    } catch {
      // Without storage nothing tells whether this was tried before.
    }
    return false;
  };
  const show = (id) => {
    const tell = () => {
      document.getElementById("skeleton")?.remove();
      document.getElementById(id)?.removeAttribute("hidden");
    };
    document.readyState === "loading" ? addEventListener("DOMContentLoaded", tell) : tell();
  };
  const fail = (event) => {
    if (started) {
      return;
    }
    event.preventDefault();
    if (!failed) {
      failed = true;
      reloadOnce() || show("gone");
    }
  };
  addEventListener("TrunkApplicationStarted", () => {
    started = true;
    try {
      sessionStorage.removeItem(RELOADED);
    } catch {
      // Nothing was stored then.
    }
  });
  addEventListener("DOMContentLoaded", () => {
    document.getElementById("reload")?.addEventListener("click", () => location.reload());
  });
  if (typeof WebAssembly !== "object") {
    failed = true;
    show("unable");
  }
  // Files that do not load, which do not bubble, and the client's module that ends before it has started.
  addEventListener("error", fail, true);
  addEventListener("unhandledrejection", fail);
})();
