// Runs before the first paint, so that the page never flashes in the wrong theme or density, and follows the system's
// theme later on. The settings module writes what is read here.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    let settings = null;
    try {
      settings = JSON.parse(localStorage.getItem("settings"));
    } catch {
      // Storage may be forbidden or hold something else: the defaults are used then.
    }
    const { theme, density } = (settings?.version === 1 && settings.preferences) || {};
    const dark = theme === "dark" || (theme !== "light" && system.matches);
    root.dataset.theme = dark ? "dark" : "light";
    root.dataset.density = density === "compact" ? "compact" : "comfortable";
  };
  system.addEventListener("change", apply);
  apply();
})();
