/* Side by side, the two texts of one field scroll together; an empty one may begin as the other. */
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

    const BEGIN = {
        vi: gettext("Begin with the Vietnamese text, to translate in place"),
        en: gettext("Begin with the English text, to translate in place"),
    };

    const isEmpty = (text) => !text || !text.querySelector("img, table") && ["", "-"].includes(text.textContent.trim());
    const written = (text) =>
        [...window.proseEditors.values()].find((editor) => editor.view.dom === text)?.getHTML() ?? text.innerHTML;

    /* The pictures and tables of the other text come along and need not be made again. */
    const offer = (editor, textarea) => {
        const code = textarea.name.match(/_(vi|en)$/)?.[1];
        if (!code) return;
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button plain";
        button.textContent = BEGIN[OTHER[code]];
        button.addEventListener("click", () =>
            editor.chain().setContent(written(partnerOf(editor.view.dom)), { emitUpdate: true }).focus("start").run());
        const appear = () => (button.hidden = !editor.isEmpty || isEmpty(partnerOf(editor.view.dom)));
        textarea.closest(".prose-editor").before(button);
        editor.on("update", appear);
        form.addEventListener("focusout", appear);
        appear();
    };
    document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
        editor.on("create", () => offer(editor, textarea));
    });

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
