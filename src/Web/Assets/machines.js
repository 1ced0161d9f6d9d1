// Keeps the list of machines up to date while somebody sees it.
(() => {
    'use strict';

    const place = document.querySelector('[data-machines]');
    if (!place) return;
    let asking = false;
    setInterval(async () => {
        if (asking || document.hidden) return;
        asking = true;
        const answer = await fetch('/machines/now').catch(() => null);
        const text = answer && answer.ok && !answer.redirected ? await answer.text().catch(() => '') : '';
        asking = false;
        if (!text) return; // what is shown says of when it is
        const focused = place.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
        const left = place.querySelector('.scroll').scrollLeft;
        place.innerHTML = text;
        place.querySelector('.scroll').scrollLeft = left;
        if (focused) [...place.querySelectorAll('a')].find(link => link.getAttribute('href') === focused)?.focus();
    }, 2000);
})();
