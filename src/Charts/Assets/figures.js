// Figures that answer: values under the pointer or the arrow keys, a part enlarged by dragging, series hidden by their names. A figure's
// SVG stays beside its plot, for print, for screen readers and where there is no script. Axes, lines and enlarging are uPlot's.
(() => {
    'use strict';

    const source = document.currentScript.dataset.library; // where the library is, when the page does not hold it
    let library = null;
    const kept = new Map(); // what a reader did with each figure, for when a live page makes it anew
    const drawn = new Set(); // all plots of the page
    const font = '11px "Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif';

    // A figure is made to answer when it comes into sight: a report has dozens.
    const sight = new IntersectionObserver(entries => {
        for (const entry of entries)
            if (entry.isIntersecting) {
                sight.unobserve(entry.target);
                loaded().then(() => whenReleased(() => explore(entry.target)), () => { }); // without the library the drawing stays
            }
    }, { rootMargin: '300px' });

    // What is below a figure moves when it is made to answer: never between a press and its release, or the press would be no click.
    let pressed = false;
    const waiting = [];
    document.addEventListener('pointerdown', () => { pressed = true; }, true);
    for (const end of ['pointerup', 'pointercancel'])
        document.addEventListener(end, () => setTimeout(() => { // after the click
            pressed = false;
            for (const act of waiting.splice(0)) act();
        }), true);

    function whenReleased(act) {
        if (pressed) waiting.push(act); else act();
    }

    const sizes = new ResizeObserver(entries => {
        for (const { target } of entries) {
            const width = Math.floor(target.clientWidth);
            if (width > 0 && width !== target.plot.width) target.plot.setSize({ width, height: target.plot.height });
        }
    });

    find(document);
    new MutationObserver(changes => {
        for (const change of changes)
            for (const node of change.addedNodes) if (node.nodeType === 1) find(node);
        for (const plot of drawn) if (!plot.root.isConnected) leave(plot);
    }).observe(document.body, { childList: true, subtree: true });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
        for (const plot of drawn) plot.redraw();
    });

    // Fetched when the first figure needs it, if the page does not hold it.
    function loaded() {
        library ??= window.uPlot ? Promise.resolve() : new Promise((done, failed) => {
            const script = make('script');
            Object.assign(script, { src: source, onload: done, onerror: failed });
            document.head.append(script);
        });
        return library;
    }

    function find(root) {
        for (const figure of (root.parentElement ?? root).querySelectorAll('[data-figure]'))
            if (!figure.dataset.found && figure.querySelector(':scope > script')) {
                figure.dataset.found = 'yes';
                sight.observe(figure);
            }
    }

    function leave(plot) {
        drawn.delete(plot);
        sizes.unobserve(plot.root.parentElement ?? plot.root);
        plot.destroy();
    }

    function explore(figure) {
        const data = JSON.parse(figure.querySelector(':scope > script').textContent);
        const key = figure.dataset.figure, title = figure.querySelector('svg > title').textContent;
        const state = kept.get(key) ?? { hidden: new Set(), parts: [] };
        kept.set(key, state);

        const explorer = make('div', 'explorer chart'), tools = make('div', 'tools'), panels = make('div', 'panels');
        panels.style.setProperty('--least', `${data.least}px`);
        explorer.append(tools, panels);
        figure.append(explorer);
        figure.classList.add('explored');

        const plots = data.plots.map((plot, i) => new Panel(plot, data.xs, state, i, title));
        let active = plots[0];
        panels.append(...plots.map(panel => panel.place)); // all of them, so that each has its width
        for (const panel of plots) {
            panel.draw();
            for (const event of ['pointerenter', 'pointerdown', 'focus']) panel.place.addEventListener(event, () => { active = panel; });
        }

        const legends = new Map();
        for (const series of data.plots.flatMap(plot => plot.series))
            if (!legends.has(series.legend)) legends.set(series.legend, series);
        for (const [legend, series] of legends) {
            const toggle = button(legend, () => {
                if (!state.hidden.delete(legend)) state.hidden.add(legend);
                toggle.setAttribute('aria-pressed', String(!state.hidden.has(legend)));
                for (const panel of plots) panel.changed();
            });
            toggle.setAttribute('aria-pressed', String(!state.hidden.has(legend)));
            toggle.title = 'Show or hide';
            toggle.prepend(swatch(series));
            tools.append(toggle);
        }
        const zoom = make('span', 'zoom');
        zoom.append(
            button('Zoom in', () => active.zoom(0.5)), button('Zoom out', () => active.zoom(2)),
            button('Reset zoom', () => { for (const panel of plots) panel.home(); }));
        tools.append(zoom);
    }

    class Panel {
        constructor(plot, xs, state, index, figure) {
            Object.assign(this, { plot, xs, state, index });
            this.place = make('div', 'plot');
            this.place.tabIndex = 0;
            this.place.setAttribute('role', 'application');
            this.place.setAttribute('aria-label',
                `${figure}${plot.title ? ', ' + plot.title : ''}. Arrow keys read values, plus and minus zoom, 0 shows all.`);
            if (plot.title) this.place.append(make('p', 'panel-name', plot.title));
            this.area = make('div', 'area');
            this.place.append(this.area);
            this.tip = make('div', 'tip');
            this.tip.hidden = true;
            this.dot = make('div', 'dot');
            this.dot.hidden = true;
            this.reader = make('p', 'reader'); // what the keys found, for a screen reader
            this.reader.setAttribute('aria-live', 'polite');
            this.place.append(this.reader);
            this.place.addEventListener('keydown', event => this.key(event));
            this.place.addEventListener('blur', () => this.say(null));
        }

        draw() {
            const { plot } = this, height = this.place.clientWidth > 600 ? 330 : 260;
            const { data, series, bands } = this.lines();
            const u = this.u = new uPlot({
                width: Math.max(120, Math.floor(this.area.clientWidth)), height,
                legend: { show: false },
                pxAlign: 0,
                cursor: {
                    points: { show: false },
                    drag: { x: true, y: true, uni: 24, dist: 5 },
                    bind: { dblclick: () => () => { this.home(); return null; } },
                },
                scales: { x: scale(plot.x), y: scale(plot.y) },
                axes: [this.axis(plot.x, true), this.axis(plot.y, false)],
                series, bands,
                hooks: {
                    draw: [() => this.marks()],
                    setCursor: [() => this.point()],
                    setScale: [() => this.keep()],
                },
            }, data, this.area);
            this.area.plot = u; // for the observer of sizes, and for tests
            u.over.append(this.dot, this.tip);
            const part = this.state.parts[this.index];
            if (part) this.show(part); else this.home();
            drawn.add(u);
            sizes.observe(this.area);
        }

        // uPlot wants one list of abscissae for all lines: those of each are joined, and what a line lacks is left out of it.
        lines() {
            const tables = new Map(), options = [{}], bands = [];
            for (const series of this.plot.series)
                if (series.kind !== 'points' && series.kind !== 'rings') {
                    if (!tables.has(series.x)) tables.set(series.x, []);
                    tables.get(series.x).push(series);
                }
            const parts = [...tables].map(([x, group]) => {
                const columns = [this.xs[x]];
                for (const series of group) {
                    for (const values of series.kind === 'band' ? [series.upper, series.y] : [series.y]) {
                        columns.push(values);
                        options.push(this.line(series));
                    }
                    if (series.kind === 'band')
                        bands.push({ series: [options.length - 2, options.length - 1], fill: () => this.colour(series.colour) });
                }
                return columns;
            });
            if (parts.length === 0) parts.push([[this.plot.x.from, this.plot.x.to]]);
            return { data: parts.length === 1 ? parts[0] : uPlot.join(parts), series: options, bands };
        }

        line(series) {
            const path = uPlot.paths.linear();
            return {
                stroke: () => series.kind === 'band' ? 'transparent' : this.colour(series.colour),
                width: series.kind === 'band' ? 0 : series.kind === 'thinLine' ? 0.9 : 1.5,
                dash: series.dash ? series.dash.split(' ').map(Number) : undefined,
                points: series.kind === 'lineWithPoints'
                    ? { show: () => !this.hides(series), size: 7, fill: () => this.colour('paper') } : { show: false },
                auto: false,
                paths: (u, i, from, to) => this.hides(series) ? null : path(u, i, from, to),
            };
        }

        axis(axis, horizontal) {
            const longest = Math.max(0, ...(axis.names ?? []).flatMap(name => name.split('\n')).map(line => line.length));
            const crowded = horizontal && (longest + 2) * 6.2 * (axis.names?.length ?? 0) > this.place.clientWidth - 90;
            const ticks = axis.names ? {
                splits: (u, i, low, high) => axis.names.map((_, place) => place).filter(place => place >= low && place <= high),
                values: (u, places) => places.map(place => crowded ? axis.names[place].replace('\n', ' ') : axis.names[place]),
                rotate: crowded ? 60 : 0, // names end below their place: those at the right have no room beyond it
                size: crowded ? 16 + 6 * Math.max(...axis.names.map(name => name.length)) : 28 + 14 * (axis.names[0].split('\n').length - 1),
                grid: { show: false },
            } : axis.logarithmic ? {
                splits: (u, i, low, high) => decades(low, high),
                values: (u, places) => places.map(text),
                filter: (u, places) => places,
            } : { values: (u, places) => places.map(text) };
            return {
                stroke: () => this.colour('soft'), font, label: axis.title || undefined, labelFont: font, labelSize: 18, labelGap: 0, gap: 3,
                size: horizontal ? 26 : (u, labels) => 12 + 6.2 * Math.max(3, ...(labels ?? []).map(label => label.length)),
                ticks: { stroke: () => this.colour('grid'), width: 1, size: 4 },
                space: horizontal ? 64 : 32,
                ...ticks,
                grid: { stroke: () => this.colour('grid'), width: 1, ...ticks.grid },
            };
        }

        // Points are no lines: several may have one abscissa. And straight lines from edge to edge.
        marks() {
            const { u, plot } = this, { ctx, bbox } = u, scale = devicePixelRatio;
            ctx.save();
            ctx.beginPath();
            ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
            ctx.clip();
            for (const rule of plot.rules) {
                const at = Math.round(u.valToPos(rule.at, rule.vertical ? 'x' : 'y', true));
                ctx.strokeStyle = this.colour('soft');
                ctx.lineWidth = scale;
                ctx.setLineDash(rule.dashed ? [4 * scale, 3 * scale] : []);
                ctx.beginPath();
                ctx.moveTo(rule.vertical ? at : bbox.left, rule.vertical ? bbox.top : at);
                ctx.lineTo(rule.vertical ? at : bbox.left + bbox.width, rule.vertical ? bbox.top + bbox.height : at);
                ctx.stroke();
            }
            ctx.setLineDash([]);
            for (const series of plot.series) {
                if ((series.kind !== 'points' && series.kind !== 'rings') || this.hides(series)) continue;
                const rings = series.kind === 'rings', xs = this.xs[series.x];
                ctx.fillStyle = rings ? this.colour('paper') : this.colour(series.colour);
                ctx.strokeStyle = this.colour(series.colour);
                ctx.lineWidth = 1.2 * scale;
                ctx.globalAlpha = rings ? 1 : 0.5;
                for (let i = 0; i < xs.length; i++) {
                    if (series.y[i] === null) continue;
                    ctx.beginPath();
                    ctx.arc(u.valToPos(xs[i], 'x', true), u.valToPos(series.y[i], 'y', true), (rings ? 3.2 : 2.2) * scale, 0, 2 * Math.PI);
                    ctx.fill();
                    if (rings) ctx.stroke();
                }
            }
            ctx.restore();
        }

        // The pointer moved: what is nearest to it is said.
        point() {
            const { left, top } = this.u.cursor;
            if (left < 0 || top < 0) {
                if (document.activeElement !== this.place) this.say(null);
                return;
            }
            let nearest = null, least = 90;
            for (const series of this.plot.series) {
                if (series.kind === 'band' || this.hides(series)) continue;
                for (const i of this.near(series, left)) {
                    if (series.y[i] === null || series.y[i] === undefined) continue;
                    const away = Math.hypot(this.at(series, i, 'x') - left, this.at(series, i, 'y') - top);
                    if (away < least) [nearest, least] = [{ series, i }, away];
                }
            }
            this.say(nearest);
        }

        // Of a line those beside the pointer; of points all.
        near(series, left) {
            const xs = this.xs[series.x];
            if (series.kind === 'points' || series.kind === 'rings') return xs.keys();
            const value = this.u.posToVal(left, 'x');
            let [low, high] = [0, xs.length - 1];
            while (high - low > 1) {
                const middle = (low + high) >> 1;
                if (xs[middle] < value) low = middle; else high = middle;
            }
            return [low, high];
        }

        at(series, i, axis) {
            return this.u.valToPos(axis === 'x' ? this.xs[series.x][i] : series.y[i], axis);
        }

        say(found) {
            this.found = found;
            this.tip.hidden = this.dot.hidden = !found;
            if (!found) return;
            const { series, i } = found, left = this.at(series, i, 'x'), top = this.at(series, i, 'y');
            const x = this.plot.x.names ? '' : `${this.plot.x.title} ${text(this.xs[series.x][i])}`;
            const lines = [series.names?.[i] ?? series.name, x, `${this.plot.y.title} ${text(series.y[i])}`].filter(line => line);
            this.tip.replaceChildren(...lines.map((line, n) => make(n ? 'span' : 'b', '', line)));
            const { clientWidth, clientHeight } = this.u.over;
            this.tip.classList.toggle('before', left > clientWidth / 2);
            this.tip.classList.toggle('above', top > clientHeight / 2);
            this.tip.style.left = this.dot.style.left = `${left}px`;
            this.tip.style.top = this.dot.style.top = `${top}px`;
            this.dot.style.borderColor = `var(--${series.colour})`;
            return lines.join(', ');
        }

        key(event) {
            const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
            if (event.ctrlKey || event.metaKey || event.altKey) return;
            if (step) this.step(...step);
            else if (event.key === '+' || event.key === '=') this.zoom(0.5);
            else if (event.key === '-') this.zoom(2);
            else if (event.key === '0') this.home();
            else if (event.key === 'Escape') this.say(null);
            else return;
            event.preventDefault();
        }

        // Left and right along a series in the order of its abscissae, up and down from one to the next.
        step(along, across) {
            const all = this.plot.series.filter(series => series.kind !== 'band' && !this.hides(series) && series.y.length > 0);
            if (all.length === 0) return;
            let { series, i } = this.found ?? { series: all[0], i: -1 };
            const order = of => [...of.y.keys()].filter(n => of.y[n] !== null)
                .sort((a, b) => this.xs[of.x][a] - this.xs[of.x][b]);
            if (across) {
                const x = this.xs[series.x][Math.max(0, i)], next = all[(all.indexOf(series) + across + all.length) % all.length];
                i = order(next).reduce((best, n) => Math.abs(this.xs[next.x][n] - x) < Math.abs(this.xs[next.x][best] - x) ? n : best);
                series = next;
            } else {
                const places = order(series), direction = this.plot.x.highToLow ? -along : along;
                const place = i < 0 ? (direction > 0 ? 0 : places.length - 1) : places.indexOf(i) + direction;
                i = places[Math.min(places.length - 1, Math.max(0, place))];
            }
            this.reader.textContent = this.say({ series, i });
        }

        // About what is pointed at, else the middle; never beyond what there is.
        zoom(factor) {
            const { u, plot } = this, { clientWidth: width, clientHeight: height } = u.over;
            const [left, top] = this.found ? [this.at(this.found.series, this.found.i, 'x'), this.at(this.found.series, this.found.i, 'y')]
                : [width / 2, height / 2];
            const range = (axis, key, centre, length) => {
                const ends = [centre - centre * factor, centre + (length - centre) * factor].map(place => u.posToVal(place, key));
                return [Math.max(axis.from, Math.min(...ends)), Math.min(axis.to, Math.max(...ends))];
            };
            this.show({ x: range(plot.x, 'x', left, width), y: range(plot.y, 'y', top, height) });
        }

        home() {
            this.show({ x: [this.plot.x.from, this.plot.x.to], y: [this.plot.y.from, this.plot.y.to] });
        }

        show({ x, y }) {
            this.u.batch(() => {
                this.u.setScale('x', { min: x[0], max: x[1] });
                this.u.setScale('y', { min: y[0], max: y[1] });
            });
            if (this.found) this.say(this.found);
        }

        keep() {
            const { x, y } = this.u?.scales ?? {};
            if (x?.min == null || y?.min == null) return;
            const zoomed = x.min > this.plot.x.from || x.max < this.plot.x.to || y.min > this.plot.y.from || y.max < this.plot.y.to;
            // All that there is stays all, when a live page has more of it.
            this.state.parts[this.index] = zoomed ? { x: [x.min, x.max], y: [y.min, y.max] } : undefined;
            this.place.dataset.zoomed = zoomed ? 'yes' : 'no';
        }

        changed() {
            if (this.found && this.hides(this.found.series)) this.say(null);
            this.u.redraw();
        }

        hides(series) {
            return this.state.hidden.has(series.legend);
        }

        // Read anew each time: light and dark may change.
        colour(name) {
            return getComputedStyle(this.place).getPropertyValue(`--${name}`).trim();
        }
    }

    function scale(axis) {
        return { time: false, auto: false, distr: axis.logarithmic ? 3 : 1, dir: axis.highToLow ? -1 : 1, range: (u, low, high) => [low, high] };
    }

    // Powers of ten, with 2 and 5 between where they are few, or even steps within less than one.
    function decades(low, high) {
        const span = Math.log10(high / low), found = [];
        if (span < 0.8) {
            const rough = (high - low) / 5, power = 10 ** Math.floor(Math.log10(rough));
            const step = power * [1, 2, 5, 10].find(lead => lead * power >= rough);
            for (let k = Math.ceil(low / step); k * step <= high; k++) found.push(k * step);
            return found;
        }
        for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++)
            for (const lead of span > 4 ? [1] : span > 2 ? [1, 3] : [1, 2, 5]) {
                const value = lead * 10 ** power;
                if (value >= low && value <= high) found.push(value);
            }
        return found;
    }

    function text(number) {
        if (number === null || number === undefined) return '';
        const rounded = Number(number.toPrecision(6)), size = Math.abs(rounded);
        if (size === 0 || (size >= 1e-4 && size < 1e6)) return String(rounded).replace('-', '−');
        const [lead, power] = rounded.toExponential().split('e');
        return `${lead}·10${[...power.replace('+', '')].map(sign => sign === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[sign]).join('')}`.replace('-', '−');
    }

    function swatch(series) {
        const sign = make('span', `swatch ${series.kind}`);
        sign.style.color = `var(--${series.colour})`;
        if (series.dash) sign.classList.add('dashed');
        sign.setAttribute('aria-hidden', 'true');
        return sign;
    }

    function button(name, act) {
        const made = make('button', '', name);
        made.type = 'button';
        made.addEventListener('click', act);
        return made;
    }

    function make(kind, classes, words = '') {
        const element = document.createElement(kind);
        if (classes) element.className = classes;
        element.textContent = words;
        return element;
    }
})();
