// Text size, contrast and theme, kept in this browser alone. A blocking script in <head>:
// the choice stands before the first paint, and the controls appear without a shift.
"use strict";
{
  const root = document.documentElement;
  const systemDark = matchMedia("(prefers-color-scheme: dark)");
  const key = (name) => `portal.${name}`;

  const isOn = {
    contrast: () => root.dataset.contrast === "more",
    theme: () => (root.dataset.theme ? root.dataset.theme === "dark" : systemDark.matches),
  };
  const next = {
    size: (step) => (step ? Math.max(-1, Math.min(3, Number(root.dataset.size || 0) + step)) : 0),
    contrast: () => (isOn.contrast() ? "no" : "more"),
    theme: () => (isOn.theme() ? "light" : "dark"),
  };

  const show = () => {
    for (const button of document.querySelectorAll("[data-pref][aria-pressed]")) {
      button.setAttribute("aria-pressed", isOn[button.dataset.pref]());
    }
  };
  const recall = () => {
    try {
      for (const name of Object.keys(next)) {
        const value = localStorage.getItem(key(name));
        if (value !== null) root.dataset[name] = value;
      }
    } catch {
      // Storage is blocked: choices then last for one page.
    }
    show();
  };
  const choose = (name, step) => {
    root.dataset[name] = next[name](step);
    try {
      localStorage.setItem(key(name), root.dataset[name]);
    } catch {
      // As above.
    }
    show();
  };

  root.classList.add("js");
  recall();
  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-pref]");
    if (button) choose(button.dataset.pref, Number(button.dataset.step));
  });
  systemDark.addEventListener("change", show);
  // Other tabs, and pages that come back from the browser's history.
  addEventListener("storage", recall);
  addEventListener("pageshow", (event) => event.persisted && recall());
}
