// The two things of the share row that a link cannot do: copy the address, and print.
"use strict";
{
  const copy = document.querySelector("[data-copy]");
  const said = document.querySelector("[data-copied]");

  if (copy && !navigator.clipboard) copy.hidden = true;
  copy?.addEventListener("click", async () => {
    await navigator.clipboard.writeText(copy.dataset.copy);
    said.textContent = said.dataset.copied;
  });
  document.querySelector("[data-print]")?.addEventListener("click", () => print());
}
