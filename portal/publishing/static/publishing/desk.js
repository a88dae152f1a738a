/* On every page of the desk. */
"use strict";
document.documentElement.classList.add("js");
{
    /* What select2 makes has no name of its own: neither the box nor, while empty, the field. */
    const labelOf = (part) => part.closest(".select2-container")?.previousElementSibling?.labels?.[0];
    const nameChoosers = () => {
        for (const box of document.querySelectorAll(".select2-search__field")) {
            const label = labelOf(box);
            if (label) box.setAttribute("aria-label", label.textContent.replace(/:$/, ""));
        }
        for (const field of document.querySelectorAll(".select2-selection--single")) {
            const label = labelOf(field);
            const chosen = field.querySelector(".select2-selection__rendered");
            if (!label) continue;
            label.id ||= `${label.htmlFor}-label`;
            field.setAttribute("aria-labelledby", `${label.id} ${chosen.id}`);
            chosen.removeAttribute("role");
            chosen.removeAttribute("aria-readonly");
        }
    };
    window.django?.jQuery(nameChoosers); // after those who make the boxes
    document.addEventListener("formset:added", () => setTimeout(nameChoosers));

    /* After a save the draft kept in the browser is no longer needed. */
    const sent = sessionStorage.getItem("desk:sent");
    sessionStorage.removeItem("desk:sent");
    // "Saved, but not submitted" is a warning; after a refused form or a new sign-in there is neither.
    if (sent && document.querySelector(".messagelist .success, .messagelist .warning")) {
        localStorage.removeItem(sent);
    }
}
