/* On every page of the desk. */
"use strict";
document.documentElement.classList.add("js");
{
    /* The search boxes that select2 makes have no name of their own. */
    const nameSearch = () => {
        for (const box of document.querySelectorAll(".select2-search__field")) {
            const label = box.closest(".select2-container")?.previousElementSibling?.labels?.[0];
            if (label) box.setAttribute("aria-label", label.textContent.replace(/:$/, ""));
        }
    };
    window.django?.jQuery(nameSearch); // after those who make the boxes

    /* After a save the draft kept in the browser is no longer needed. */
    const sent = sessionStorage.getItem("desk:sent");
    sessionStorage.removeItem("desk:sent");
    // "Saved, but not submitted" is a warning; after a refused form or a new sign-in there is neither.
    if (sent && document.querySelector(".messagelist .success, .messagelist .warning")) {
        localStorage.removeItem(sent);
    }
}
