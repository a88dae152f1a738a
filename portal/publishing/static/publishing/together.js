/* Side by side, the two texts of one field scroll together. */
"use strict";
{
    const form = document.querySelector("#content-main form");
    const OTHER = { vi: "en", en: "vi" };
    let answered = null;

    const scrollerIn = (row) => row?.querySelector(".ProseMirror, .readonly");
    const partnerOf = (scroller) => {
        const [, name, code] = scroller.closest(".form-row")?.className.match(/field-(\w+?)_(vi|en)(?:_shown)?\b/) ?? [];
        return name && scrollerIn(form.querySelector(`.field-${name}_${OTHER[code]}, .field-${name}_${OTHER[code]}_shown`));
    };

    form.addEventListener("scroll", ({ target }) => {
        if (form.dataset.shown !== "both") return;
        if (target === answered) {
            answered = null;
            return;
        }
        const partner = partnerOf(target);
        if (!partner) return;
        const part = target.scrollTop / Math.max(1, target.scrollHeight - target.clientHeight);
        const top = Math.round(part * (partner.scrollHeight - partner.clientHeight));
        if (Math.abs(partner.scrollTop - top) < 1) return;
        answered = partner;
        partner.scrollTop = top;
    }, true);

    for (const shown of form.querySelectorAll("[class*='_shown'] .readonly")) {
        shown.tabIndex = 0;
    }
}
