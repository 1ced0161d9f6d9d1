// Keeps a sweep's page up to date from its event stream. Everything works without it but being live.
(() => {
    'use strict';

    const page = document.querySelector('[data-sweep]');
    if (page && page.dataset.live === 'yes') watch(page);
    if (page) open(page);

    // Keeps the page up to date. Bytes are counted: what is asked for again and again gets a share that grows with the sweep's progress.
    function watch(page) {
        const id = page.dataset.sweep;
        const field = name => page.querySelector(`[data-field="${name}"]`);
        const fragment = name => page.querySelector(`[data-fragment="${name}"]`);
        const due = new Set(), tags = new Map(), spent = new Map();
        const shares = { running: 120e3, figure: 240e3, failures: 60e3, history: 60e3 }; // bytes over a sweep whose cells are many
        let finished = -1, failed = -1, timer = 0, progress = 0, state = '', told = 0;

        const events = new EventSource(`/sweeps/${id}/events`);
        events.addEventListener('update', event => apply(JSON.parse(event.data)));
        events.addEventListener('end', () => {
            events.close();
            page.dataset.live = 'no';
            for (const name of ['recommendation', 'running', 'figure', 'failures', 'history', 'folds']) due.add(name);
            clearTimeout(timer);
            refresh(true);
        });

        function apply(update) {
            field('status').textContent = update.status === 'completedWithFailures' ? 'completed with failures' : update.status;
            field('reason').textContent = update.reason ? `: ${update.reason}` : '';
            field('finished').textContent = update.finished;
            field('failed').textContent = update.failed;
            field('total').textContent = update.total;
            field('left').textContent = typeof update.left === 'number' ? duration(update.left) : '–';
            field('bar').max = update.total;
            field('bar').value = update.finished;
            for (const form of page.querySelectorAll('[data-when]'))
                form.hidden = !(form.dataset.when === 'running' ? update.status === 'running'
                    : form.dataset.when === 'completed' ? update.status === 'completed' || update.status === 'completedWithFailures'
                    : form.dataset.when === 'stopped' ? update.status === 'cancelled' || update.status === 'interrupted'
                    : update.status !== 'running');
            progress = update.finished / Math.max(1, update.total);

            const table = fragment('grid').querySelector('table');
            if (!table || table.dataset.layout !== update.grid) due.add('grid');
            else if (update.groups) showGroups(table, update.groups);
            else showCells(table, update.cells);
            due.add('running');
            if (update.finished !== finished) due.add('figure');
            if (update.failed !== failed) due.add('failures');
            [finished, failed] = [update.finished, update.failed];
            // What happened is written down some seconds later, and not all of it shows in these numbers.
            const now = `${update.status} ${update.failed} ${update.total}`;
            if (now !== state || Date.now() - told > 10e3) {
                due.add('history');
                [state, told] = [now, Date.now()];
            }
            if (!timer) timer = setTimeout(() => { timer = 0; refresh(false); }, 2000);
        }

        function showCells(table, items) {
            const cells = new Map();
            for (const cell of table.querySelectorAll('[data-item]'))
                cells.set(cell.dataset.item, [...cells.get(cell.dataset.item) ?? [], cell]); // a group stands in several rows
            for (const [item, status, mae, epoch, failure] of items)
                for (const cell of cells.get(item) ?? []) {
                    const word = wordOf(status);
                    cell.dataset.what ??= cell.title.slice(0, cell.title.indexOf(`: ${wordOf(cell.classList[1]).meaning}`));
                    cell.classList.replace(cell.classList[1], status);
                    cell.textContent = word.sign;
                    cell.title = `${cell.dataset.what}: ${word.meaning}${epoch ? `, epoch ${epoch}` : ''}${
                        typeof mae === 'number' ? `, MAE ${mae.toPrecision(3)}` : ''}${failure ? `: ${failure}` : ''}`;
                }
        }

        function showGroups(table, groups) {
            const opened = fragment('folds').querySelector('[data-opened]'), legend = page.querySelectorAll('[data-status]');
            for (const [row, column, place, done, total] of groups) {
                const { status, sign } = legend[place].dataset;
                const cell = table.tBodies[0].rows[row].cells[column + 1];
                cell.className = total ? `cell ${status}` : 'none';
                cell.textContent = !total ? '' : sign + (done === 0 || (done === total && status === 'done') ? '' : `${done}/${total}`);
                if (opened) due.add('folds');
            }
        }

        function wordOf(status) {
            return page.querySelector(`[data-status="${status}"]`).dataset;
        }

        async function refresh(all) {
            for (const name of [...due]) {
                const place = fragment(name), waiting = place.querySelector('[data-show]');
                if (!all && place.querySelector('.explorer:hover, .explorer:focus-within')) continue; // somebody reads it
                const share = fragment('grid').querySelector('.summary') ? (shares[name] ?? Infinity) : Infinity;
                if (waiting || (!all && (spent.get(name) ?? 0) > share * (0.15 + 0.85 * progress))) continue; // stays due
                due.delete(name);
                const opened = place.querySelector('[data-opened]');
                if (name === 'folds' && !opened) continue;
                await load(name, opened ? opened.dataset.opened : '');
            }
        }

        async function load(name, folds) {
            const headers = tags.has(name) && !folds ? { 'If-None-Match': tags.get(name) } : {};
            const answer = await fetch(`/sweeps/${id}/fragments/${name}${folds ? `?folds=${folds}` : ''}`, { headers }).catch(() => null);
            if (!answer || !answer.ok) return; // 304: what is shown is what there is
            const text = await answer.text();
            spent.set(name, (spent.get(name) ?? 0) + text.length + 700); // and the headers, about
            fragment(name).innerHTML = text;
            if (answer.headers.get('ETag')) tags.set(name, answer.headers.get('ETag')); else tags.delete(name);
        }
    }

    // Parts that are opened on demand; their links lead to the same without a script.
    function open(page) {
        const id = page.dataset.sweep;
        page.addEventListener('click', async event => {
            const cell = event.target.closest('.summary tbody td');
            const link = cell ? cell.closest('table').tHead.rows[0].cells[cell.cellIndex].querySelector('a') : event.target.closest('a');
            if (!link || !page.contains(link) || event.ctrlKey || event.metaKey || event.shiftKey) return;
            const folds = new URL(link.href).searchParams.get('folds');
            if (link.dataset.show) {
                event.preventDefault();
                await put(page.querySelector(`[data-fragment="${link.dataset.show}"]`), `/sweeps/${id}/fragments/${link.dataset.show}`);
            } else if (link.className === 'close') {
                event.preventDefault();
                page.querySelector('#folds').replaceChildren();
                history.replaceState(null, '', `/sweeps/${id}`);
            } else if (folds && link.closest('.summary')) {
                event.preventDefault();
                await put(page.querySelector('#folds'), `/sweeps/${id}/fragments/folds?folds=${folds}`);
                history.replaceState(null, '', `/sweeps/${id}?folds=${folds}#folds`);
                page.querySelector('[data-opened]')?.focus();
            }
        });

        async function put(place, path) {
            const answer = await fetch(path).catch(() => null);
            if (answer && answer.ok) place.innerHTML = await answer.text();
        }
    }

    function duration(seconds) {
        const whole = Math.max(0, Math.round(seconds));
        if (whole < 60) return `${whole} s`;
        return whole < 3600 ? `${Math.floor(whole / 60)} min ${whole % 60} s` : `${Math.floor(whole / 3600)} h ${Math.floor(whole / 60) % 60} min`;
    }
})();
