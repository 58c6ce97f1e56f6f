// The rounds on a map of our own: no tiles, no request to anybody.
import { el, svg } from './elements.js';
import { clock } from './time.js';

const WIDTH = 1000;

export class RoundMap {
  constructor(root, choose) {
    this.root = root;
    this.choose = choose;
    this.chosen = null;
    this.person = null;
    this.view = null;
  }

  draw(collection, day, date, words) {
    this.collection = collection;
    this.day = day;
    this.words = words;
    const shifts = new Set(day.rows.filter((r) => r.date === date).map((r) => r.route.shift));
    this.features = collection.features.filter((f) => f.properties.shift === undefined || shifts.has(f.properties.shift));
    const all = this.features.flatMap((f) => (f.geometry.type === 'Point' ? [f.geometry.coordinates] : f.geometry.coordinates));
    this.root.replaceChildren();
    if (all.length === 0) {
      this.svg = null;
      this.root.append(el('p', { class: 'note pad' }, words.noPositions));
      return;
    }
    const lats = all.map((p) => p[1]), lons = all.map((p) => p[0]);
    const [south, north, west, east] = [Math.min(...lats), Math.max(...lats), Math.min(...lons), Math.max(...lons)];
    const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180);
    // One scale in both directions: a degree of longitude is shorter the farther north.
    const metres = 111320;
    this.scale = WIDTH / Math.max((east - west) * shrink * metres, (north - south) * metres, 500);
    this.at = ([lon, lat]) => [(lon - west) * shrink * metres * this.scale, (north - lat) * metres * this.scale];
    const width = (east - west) * shrink * metres * this.scale, height = (north - south) * metres * this.scale;
    const margin = WIDTH * 0.05;
    this.whole = { x: -margin, y: -margin, w: width + 2 * margin, h: height + 2 * margin };
    this.svg = svg('svg', { class: 'map', role: 'img', 'aria-label': words.map, tabindex: '0' });
    this.root.append(this.svg);
    this.listen();
    this.fit();
  }

  /** The whole, in the shape of the frame. */
  fit() {
    if (!this.svg) return;
    const box = this.root.getBoundingClientRect();
    const shape = box.height > 0 ? box.width / box.height : 1;
    let { x, y, w, h } = this.whole;
    if (w / h < shape) { x -= (h * shape - w) / 2; w = h * shape; } else { y -= (w / shape - h) / 2; h = w / shape; }
    this.view = { x, y, w, h };
    this.paint();
  }

  zoom(factor, cx = 0.5, cy = 0.5) {
    if (!this.view) return;
    const v = this.view, w = Math.min(Math.max(v.w * factor, 5), WIDTH * 6), h = (w / v.w) * v.h;
    this.view = { x: v.x + (v.w - w) * cx, y: v.y + (v.h - h) * cy, w, h };
    this.paint();
  }

  listen() {
    let drag = null;
    const node = this.svg;
    node.addEventListener('wheel', (event) => {
      event.preventDefault();
      const box = node.getBoundingClientRect();
      this.zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2, (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
    }, { passive: false });
    node.addEventListener('pointerdown', (event) => { drag = { x: event.clientX, y: event.clientY, view: this.view, moved: false }; });
    node.addEventListener('pointermove', (event) => {
      if (!drag || event.buttons === 0) return;
      const box = node.getBoundingClientRect();
      if (!drag.moved && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < 4) return;
      if (!drag.moved) node.setPointerCapture(event.pointerId);
      drag.moved = true;
      this.view = { ...drag.view, x: drag.view.x - ((event.clientX - drag.x) / box.width) * drag.view.w, y: drag.view.y - ((event.clientY - drag.y) / box.height) * drag.view.h };
      this.frame();
    });
    node.addEventListener('pointerup', (event) => {
      if (drag && !drag.moved) {
        const target = event.target.closest('[data-visit]');
        if (target) this.choose(target.dataset.visit);
        else this.mark(null, null);
      }
      drag = null;
    });
    node.addEventListener('keydown', (event) => {
      const step = this.view.w * 0.1;
      const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
      if (moves[event.key]) { this.view.x += moves[event.key][0]; this.view.y += moves[event.key][1]; this.frame(); }
      else if (event.key === '+') this.zoom(1 / 1.3);
      else if (event.key === '-') this.zoom(1.3);
      else if (event.key === '0') this.fit();
      else return;
      event.preventDefault();
    });
  }

  frame() {
    const { x, y, w, h } = this.view;
    this.svg.setAttribute('viewBox', `${x} ${y} ${w} ${h}`);
  }

  /** Draws everything at the present zoom: symbols keep their size on the screen. */
  paint() {
    if (!this.svg) return;
    this.frame();
    this.svg.replaceChildren();
    const px = this.view.w / Math.max(this.root.clientWidth, 1);
    const rows = new Map(this.day.rows.map((r) => [r.route.shift, r]));
    const lines = svg('g'), points = svg('g');
    const fade = (f) => (this.person !== null && f.properties.staff !== this.person ? ' faded' : '');
    for (const f of this.features) {
      const row = rows.get(f.properties.shift), p = f.properties;
      if (f.geometry.type === 'LineString') {
        const d = f.geometry.coordinates.map((c, i) => `${i === 0 ? 'M' : 'L'}${this.at(c).map((n) => n.toFixed(2)).join(' ')}`).join('');
        lines.append(svg('path', { d, class: `leg${p.alongRoads ? '' : ' straight'}${fade(f)}`, stroke: row?.colour ?? 'gray', 'stroke-width': (this.person === p.staff ? 3.6 : 2.4) * px }));
        continue;
      }
      const [x, y] = this.at(f.geometry.coordinates);
      if (p.kind === 'base') points.prepend(svg('rect', { x: x - 5 * px, y: y - 5 * px, width: 10 * px, height: 10 * px, rx: 2 * px, class: 'base', 'stroke-width': 1.5 * px }, svg('title', {}, p.place)));
      else if (p.kind === 'unplanned') {
        points.append(svg('circle', { cx: x, cy: y, r: 6 * px, class: 'left-out', 'stroke-width': 2.4 * px, 'data-visit': p.visit }, svg('title', {}, `${this.words.leftOut}: ${p.visit}`)));
      } else if (p.task === 'visit' || p.task === 'accompany') {
        const on = p.visit === this.chosen;
        const dot = svg('circle', { cx: x, cy: y, r: (on ? 9 : 5.2) * px, fill: row?.colour ?? 'gray', class: `stop${p.joint ? ' joint' : ''}${p.urgency === 'acute' ? ' acute' : ''}${on ? ' chosen' : ''}${fade(f)}`, 'stroke-width': (on ? 3 : 1.6) * px, 'data-visit': p.visit },
          svg('title', {}, `${clock(p.start)} ${p.visit} · ${p.patient} · ${p.staff}`));
        if (on) points.append(dot); else points.prepend(dot);
      }
    }
    this.svg.append(this.grid(px), lines, points);
  }

  /** A quiet grid of whole kilometres, with its mesh written in the corner. */
  grid(px) {
    const group = svg('g', { class: 'mesh', 'aria-hidden': 'true' });
    const v = this.view, metres = v.w / this.scale;
    const mesh = [100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000].find((m) => metres / m < 8) ?? 100000;
    const step = mesh * this.scale;
    for (let x = Math.floor(v.x / step) * step; x < v.x + v.w; x += step) group.append(svg('line', { x1: x, x2: x, y1: v.y - v.h, y2: v.y + 2 * v.h, 'stroke-width': px }));
    for (let y = Math.floor(v.y / step) * step; y < v.y + v.h; y += step) group.append(svg('line', { x1: v.x - v.w, x2: v.x + 2 * v.w, y1: y, y2: y, 'stroke-width': px }));
    const right = v.x + v.w - 12 * px, low = v.y + v.h - 14 * px;
    group.append(svg('path', { class: 'rule', d: `M${right - step} ${low - 4 * px}V${low}H${right}V${low - 4 * px}`, 'stroke-width': 1.6 * px }));
    group.append(svg('text', { x: right - step / 2, y: low - 6 * px, 'font-size': 11 * px, 'text-anchor': 'middle' }, mesh < 1000 ? `${mesh} m` : `${mesh / 1000} km`));
    return group;
  }

  /** Lifts one visit and one person's round above the others. */
  mark(visit, person) {
    this.chosen = visit;
    this.person = person;
    this.paint();
  }
}
