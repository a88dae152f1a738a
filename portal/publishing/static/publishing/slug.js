/* The address word follows the title while it is nobody's choice yet; lengths are counted. */
"use strict";
{
    const facts = document.getElementById("desk").dataset;
    const LENGTH = 120;

    /* As portal/text/slugs.py does it. */
    const slugify = (title) => {
        const bare = title.replace(/[đĐ]/g, "d").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
        const slug = bare.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
        if (slug.length <= LENGTH) return slug;
        const head = slug.slice(0, LENGTH + 1);
        return head.includes("-") ? head.slice(0, head.lastIndexOf("-")) : slug.slice(0, LENGTH);
    };

    const notes = (control) => {
        const line = document.createElement("div");
        line.className = "field-notes";
        const text = line.appendChild(document.createElement("span"));
        (control.closest(".flex-container") ?? control.parentElement).append(line);
        return text;
    };

    for (const language of ["vi", "en"]) {
        const title = document.getElementById(`id_title_${language}`);
        const slug = document.getElementById(`id_slug_${language}`);
        if (!title || !slug) continue;
        const text = notes(slug);
        let follows = slug.value === "" || (facts.slugFollows && slug.value === slugify(title.value));
        const tell = () => {
            const word = slug.value || slugify(title.value);
            const address = facts[language === "vi" ? "addressVi" : "addressEn"].replace(facts.place, word);
            text.textContent = word ? interpolate(gettext("Address: %s"), [address]) : "";
        };
        title.addEventListener("input", () => {
            if (follows) slug.value = slugify(title.value);
            tell();
        });
        slug.addEventListener("input", () => {
            follows = slug.value === "";
            tell();
        });
        tell();
    }

    for (const control of document.querySelectorAll("[id^=id_title_], [id^=id_summary_]")) {
        const most = Number(control.getAttribute("maxlength"));
        if (!most) continue;
        // A title that is cut at its limit while pasting would lose words unseen.
        control.removeAttribute("maxlength");
        const text = notes(control);
        const count = () => {
            const length = [...control.value].length;
            text.textContent = interpolate(gettext("%s of %s characters"), [length, most]);
            text.classList.toggle("over", length > most);
        };
        control.addEventListener("input", count);
        count();
    }
}
