// A map beside the coordinates of a question. What stands in the field is the answer: the map only
// writes it, and shows what is typed. Without a script, or a pointer, the field is enough.

const SWEREF = "EPSG:3006";
const PROJ = "+proj=utm +zone=33 +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs";
const WHOLE = [200000, 6100000, 1000000, 7700000];
const NUMBERS = /^[^\d.,-]*(-?\d{1,7}(?:[.,]\d{1,12})?)\D*?[,; ]\D*?(-?\d{1,7}(?:[.,]\d{1,12})?)\D*$/;
const LEAST = { point: 1, line: 2, area: 3 };
// From how many inhabitants a place is named at a scale (metres on each pixel).
const NAMED = [[1200, 90000], [500, 30000], [200, 8000], [80, 2500], [0, 0]];
// How near one looks (metres on each pixel): where one is, around what is set out, at a town.
// The municipality's own map has streets, and is drawn only where they can be seen.
const SCALES = { own: [1, 2, 10], shipped: [4, 25, 40] };
const OWN_FROM = 80;
const GRID = { origin: [-1200000, 8500000], sizes: [...Array(14).keys()].map((n) => 4096 / 2 ** n) };

let library, ground, theirs;

export async function draw(box) {
  if (box.dataset.drawn) return;
  box.dataset.drawn = "yes";
  library ??= import(box.dataset.library).then(prepared);
  ground ??= fetch(box.dataset.ground).then((answer) => answer.json());
  theirs ??= municipal(box.dataset.own);
  const [ol, base, own] = await Promise.all([library, ground, theirs]);
  box.hidden = false;
  new Drawing(box, ol, base, own);
}

async function municipal(address) {
  try {
    const answer = await fetch(address, { credentials: "same-origin" });
    const { source } = await answer.json();
    return source ? { address, source } : null;
  } catch {
    return null;
  }
}

function prepared(ol) {
  ol.proj4.defs(SWEREF, PROJ);
  ol.register(ol.proj4);
  ol.projection(SWEREF).setExtent(WHOLE);
  return ol;
}

class Drawing {
  constructor(box, ol, base, own) {
    Object.assign(this, { box, ol, own, shape: box.dataset.shape, colours: colours(box) });
    this.scales = own ? SCALES.own : SCALES.shipped;
    this.field = box.closest("fieldset")?.querySelector("[name$='.points']");
    this.points = this.field ? read(this.field.value, ol) : read(box.dataset.points, ol);
    this.source = new ol.VectorSource();
    this.map = this.made(base);
    this.show();
    this.look(base);
    if (this.field) this.listen();
  }

  made(base) {
    const { ol, box } = this;
    const top = new ol.VectorLayer({ source: this.source, style: () => this.marks() });
    const [land, lakes, border, named] = grounds(ol, base, this.colours);
    const own = this.own ? [streets(ol, this.own)] : [];
    if (this.own) box.querySelector(".map__source").prepend(`${this.own.source}. `);
    return new ol.Map({
      target: box.querySelector(".map__view"),
      layers: [land, lakes, border, ...own, named, top],
      view: new ol.View({
        projection: SWEREF, extent: WHOLE, showFullExtent: true, minResolution: 0.5,
        constrainRotation: 1, enableRotation: false, center: [600000, 6900000], resolution: 2500,
      }),
      controls: [
        new ol.Zoom({ zoomInTipLabel: box.dataset.in, zoomOutTipLabel: box.dataset.out }),
        new ol.ScaleLine(),
      ],
      // A page is scrolled past a map without being caught by it.
      interactions: ol.interactions({ onFocusOnly: true }),
    });
  }

  look(base) {
    const view = this.map.getView();
    if (this.points.length) {
      const space = this.source.getExtent();
      view.fit(space, { padding: [40, 40, 40, 40], minResolution: this.scales[1] });
      return;
    }
    const home = place(base, this.box.dataset.home);
    if (home) view.setCenter([home[2] * 10, home[3] * 10]);
    if (home) view.setResolution(this.scales[2]);
  }

  listen() {
    this.map.on("singleclick", ({ coordinate }) => this.add(coordinate));
    this.field.addEventListener("input", () => {
      this.points = read(this.field.value, this.ol);
      this.show();
    });
    this.box.addEventListener("click", ({ target }) => {
      const what = target.closest("[data-do]")?.dataset.do;
      if (what === "centre") this.add(this.map.getView().getCenter());
      if (what === "undo") this.change(this.points.slice(0, -1));
      if (what === "here") this.find();
    });
  }

  add(coordinate) {
    const point = coordinate.map(Math.round);
    this.change(this.shape === "point" ? [point] : [...this.points, point]);
  }

  change(points) {
    this.points = points;
    this.field.value = points.map(([east, north]) => `${north}, ${east}`).join("\n");
    this.show();
    this.tell();
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  find() {
    const { told } = this;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const at = this.ol.proj4(SWEREF, [coords.longitude, coords.latitude]);
        this.map.getView().setCenter(at);
        this.map.getView().setResolution(this.scales[0]);
        this.add(at);
      },
      () => (told.textContent = told.dataset.lost),
    );
  }

  get told() {
    return this.box.querySelector("[role=status]");
  }

  tell() {
    const { told, points } = this;
    const [east, north] = points.at(-1) ?? [];
    const left = LEAST[this.shape] - points.length;
    const set = points.length ? `${told.dataset.set} N ${north}, E ${east}.` : told.dataset.none;
    told.textContent = points.length && left > 0 ? `${set} ${told.dataset.more}` : set;
  }

  show() {
    const { ol, points } = this;
    const found = points.map((point) => new ol.Point(point));
    if (this.shape === "line" && points.length > 1) found.push(new ol.LineString(points));
    if (this.shape === "area" && points.length > 2) found.push(new ol.Polygon([points]));
    this.source.clear();
    this.source.addFeatures(found.map((geometry) => new ol.Feature({ geometry })));
  }

  marks() {
    const { ol, colours: { mark, paper } } = this;
    const edge = new ol.Stroke({ color: mark, width: 3 });
    return [
      new ol.Style({ stroke: new ol.Stroke({ color: paper, width: 6 }) }),
      new ol.Style({
        stroke: edge,
        fill: new ol.Fill({ color: `${mark}33` }),
        image: new ol.Circle({
          radius: this.shape === "point" ? 10 : 6,
          fill: new ol.Fill({ color: mark }), stroke: new ol.Stroke({ color: paper, width: 3 }),
        }),
      }),
    ];
  }
}

// ── The ground: coasts, lakes, the border and names, all within the page's own files.
function grounds(ol, base, { land, water, line, ink, paper }) {
  const rings = (flats) => flats.map((flat) => new ol.Feature(new ol.Polygon([path(flat)])));
  const layer = (features, style, more = {}) =>
    new ol.VectorLayer({ source: new ol.VectorSource({ features }), style, ...more });
  const fill = (color) => new ol.Style({ fill: new ol.Fill({ color }) });
  const border = base.border.map((flat) => new ol.Feature(new ol.LineString(path(flat))));
  const dashed = new ol.Stroke({ color: line, width: 1.5, lineDash: [6, 4] });
  return [
    layer(rings(base.land), fill(land)),
    layer(rings(base.lakes), fill(water)),
    layer(border, new ol.Style({ stroke: dashed })),
    layer(names(ol, base), named(ol, ink, paper), { declutter: true }),
  ];
}

// The municipality's own map, which our own server fetches.
function streets(ol, { address }) {
  const tileGrid = new ol.TileGrid({ origin: GRID.origin, resolutions: GRID.sizes, minZoom: 6 });
  const source = new ol.XYZ({ url: `${address}{z}/{x}/{y}/`, projection: SWEREF, tileGrid });
  return new ol.TileLayer({ source, maxResolution: OWN_FROM });
}

function names(ol, base) {
  return base.places.map(([name, people, east, north]) =>
    new ol.Feature({ geometry: new ol.Point([east * 10, north * 10]), name, people }));
}

function named(ol, ink, paper) {
  return (feature, resolution) => {
    const people = feature.get("people");
    if (people < NAMED.find(([scale]) => resolution > scale)[1]) return null;
    return new ol.Style({
      zIndex: people,
      image: new ol.Circle({ radius: 2.5, fill: new ol.Fill({ color: ink }) }),
      text: new ol.Text({
        text: feature.get("name"), offsetY: -11, fill: new ol.Fill({ color: ink }),
        font: `${people > 30000 ? 600 : 400} 14px "Source Sans 3", sans-serif`,
        stroke: new ol.Stroke({ color: paper, width: 3 }),
      }),
    });
  };
}

// Steps of ten metres, each from the one before.
function path(flat) {
  const found = [];
  let east = 0, north = 0;
  for (let at = 0; at < flat.length; at += 2) {
    east += flat[at] * 10;
    north += flat[at + 1] * 10;
    found.push([east, north]);
  }
  return found;
}

// A municipality is mostly called after its town: "Mjölby kommun", "Norrköpings kommun".
function place(base, home) {
  return base.places
    .filter(([name]) => home?.startsWith(name))
    .sort((one, other) => other[0].length - one[0].length)[0];
}

function read(text, ol) {
  return (text ?? "").split("\n").map((line) => pair(line, ol)).filter(Boolean);
}

function pair(line, ol) {
  const found = line.match(NUMBERS);
  if (!found) return null;
  const [first, last] = [found[1], found[2]].map((number) => parseFloat(number.replace(",", ".")));
  if (first <= 90 && last <= 180) return ol.proj4(SWEREF, [last, first]);
  return first < last ? [first, last] : [last, first];
}

function colours(box) {
  const said = getComputedStyle(box);
  const one = (name) => said.getPropertyValue(`--map-${name}`).trim();
  return Object.fromEntries(["land", "water", "line", "ink", "paper", "mark"].map((n) => [n, one(n)]));
}
