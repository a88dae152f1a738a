/* While an amount is typed, what the server reads of it stands below: the same sentence as saved. */
"use strict";
{
    const PAUSE = 300;
    const timers = new WeakMap();

    const ask = async (said) => {
        const [number, scale] = said.parentElement.querySelectorAll(".amount");
        const query = new URLSearchParams({ text: number.value, scale: scale.value });
        let words = "";
        try {
            const answer = await fetch(`${said.dataset.said}?${query}`);
            if (answer.ok && !answer.redirected) words = await answer.text();
        } catch {
            /* Not read aloud this time. */
        }
        if (number.value !== query.get("text") || scale.value !== query.get("scale")) return;
        said.textContent = words;
        said.hidden = !words;
    };

    /* Rows of a form may come later. */
    document.addEventListener("input", ({ target }) => {
        const said = target.matches(".amount") && target.parentElement.querySelector(".amount__said");
        if (!said) return;
        said.textContent = "";
        clearTimeout(timers.get(said));
        timers.set(said, setTimeout(ask, PAUSE, said));
    });
}
